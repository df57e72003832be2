"""What the services of an open workspace are made of. Imported once there is one: a locked door needs none of it."""

import secrets
from datetime import timedelta

from connectors.browser import updates
from connectors.browser.process import SharedBrowser
from ofauto_desktop.domain.preferences import BIN_DAYS, BROWSER, LANGUAGE
from ofauto_desktop.domain.setting_kinds import LOCALES
from ofauto_desktop.runtime import clock, paths
from ofauto_desktop.runtime.bus import EventBus
from ofauto_desktop.runtime.clock import Now
from ofauto_desktop.services import Services
from ofauto_desktop.services.account_sets import AccountSets
from ofauto_desktop.services.accounts import Accounts
from ofauto_desktop.services.analytics import Analytics
from ofauto_desktop.services.audit import AuditTrail
from ofauto_desktop.services.backups import Backups
from ofauto_desktop.services.best_times import BestTimesToPost
from ofauto_desktop.services.bookkeeping import bookkeeping
from ofauto_desktop.services.broadcasting import Broadcasting
from ofauto_desktop.services.by_hand import ByHand
from ofauto_desktop.services.clients import Clients
from ofauto_desktop.services.comments import Comments
from ofauto_desktop.services.composing import Composing
from ofauto_desktop.services.connections import Connections
from ofauto_desktop.services.credentials import Credentials
from ofauto_desktop.services.deliveries import Deliveries
from ofauto_desktop.services.desktop_notices import DesktopNotices
from ofauto_desktop.services.exports import Exports
from ofauto_desktop.services.filling import WeekFilling
from ofauto_desktop.services.goals import Goals
from ofauto_desktop.services.home import Home
from ofauto_desktop.services.library import Library
from ofauto_desktop.services.licences import Licences
from ofauto_desktop.services.lock import Lock, OpenWorkspace
from ofauto_desktop.services.media_finding import MediaFinding
from ofauto_desktop.services.media_hosting import MediaHosting
from ofauto_desktop.services.media_sorting import MediaSorting
from ofauto_desktop.services.media_variants import MediaVariants
from ofauto_desktop.services.messages import Messages
from ofauto_desktop.services.metrics import Metrics
from ofauto_desktop.services.notices import Notices
from ofauto_desktop.services.planning_book import Planning
from ofauto_desktop.services.practice import Practice
from ofauto_desktop.services.preferences import Preferences
from ofauto_desktop.services.proxies import Proxies
from ofauto_desktop.services.publishing import Publishing
from ofauto_desktop.services.reports import Reports
from ofauto_desktop.services.requests import Requests
from ofauto_desktop.services.resending import Resending
from ofauto_desktop.services.search import Search
from ofauto_desktop.services.session_pace import SessionPace
from ofauto_desktop.services.sync import Sync
from ofauto_desktop.services.texts import Texts
from ofauto_desktop.services.unfinished import Unfinished
from ofauto_desktop.services.ways_in import WaysIn


async def build(
    workspace: OpenWorkspace, bus: EventBus, now: Now = clock.now, lock: Lock | None = None
) -> tuple[Services, Practice]:
    """The services of an open workspace, without a clock: for one verb of the command line, and for tests."""
    updates.look_in(workspace.data_dir / paths.SITES)
    database = workspace.database
    practice = Practice(database, now)
    await practice.load()
    credentials = Credentials(database, workspace.keys, workspace.workspace_id, now)
    hosting = MediaHosting(database, workspace.keys, workspace.workspace_id, now, practice.host_for)
    preferences = Preferences(database, bus, now)
    await preferences.load()
    connections = Connections(
        database,
        credentials,
        now,
        transport_for=practice.transport_for,
        host_for=hosting.host_for,
        browser=SharedBrowser(lambda: preferences.get(BROWSER)),
        locale=lambda: LOCALES.get(preferences.get(LANGUAGE), LOCALES["en"]),
    )
    accounts = Accounts(database, connections, credentials, bus, now, practice=practice if workspace.practice else None)
    hosting.go_out_by(connections.wire, accounts.get)
    composing = Composing(database, accounts, bus, now)
    library = Library(
        database,
        workspace.media_files,
        bus,
        now,
        bin_keeps=lambda: timedelta(days=preferences.get(BIN_DAYS)),
    )
    wire = practice.rates_wire if workspace.practice else None
    kept = bookkeeping(database, preferences, accounts, bus, now, wire=wire)
    pace = SessionPace(database, preferences, now)
    publishing = Publishing(database, connections, accounts, library, bus, now, secrets.token_hex(8), pace=pace)
    analytics = Analytics(database, now)
    clients, metrics, exports = Clients(database, bus, now), Metrics(database, now), Exports(database, now)
    sets, sync = AccountSets(database, now), Sync(database, connections, accounts, bus, now, pace)
    services = Services(
        workspace=workspace,
        ways_in=WaysIn(lock or Lock(workspace.data_dir), workspace, now),
        bus=bus,
        now=now,
        connections=connections,
        clients=clients,
        accounts=accounts,
        proxies=Proxies(database, connections, credentials, accounts, bus, now),
        requests=Requests(database, connections, now),
        library=library,
        media_hosting=hosting,
        media_finding=MediaFinding(database, workspace.media_files, now),
        media_sorting=MediaSorting(database, bus, now),
        media_variants=MediaVariants(database, workspace.media_files, bus, now),
        comments=Comments(connections, accounts),
        composing=composing,
        publishing=publishing,
        by_hand=ByHand(database, accounts, library, workspace.data_dir / paths.BY_HAND, now),
        resending=Resending(publishing, accounts),
        desktop=DesktopNotices(bus, now),
        texts=Texts(database, now),
        account_sets=sets,
        filling=WeekFilling(database, accounts, sets, composing, library, now),
        unfinished=Unfinished(database, now),
        sync=sync,
        deliveries=Deliveries(
            database, credentials, connections, accounts, sync, workspace.keys, workspace.workspace_id, bus, now
        ),
        messages=Messages(database, connections, accounts, bus, now),
        broadcasting=Broadcasting(database, connections, accounts, library, now),
        metrics=metrics,
        money=kept.money,
        licences=Licences(database, connections, accounts, now),
        analytics=analytics,
        best_times=BestTimesToPost(database, now),
        goals=Goals(database, analytics, bus, now),
        rates=kept.rates,
        subscriptions=kept.subscriptions,
        books=kept.books,
        tax_export=kept.tax_export,
        home=Home(database, now),
        backups=Backups(workspace, now),
        audit=AuditTrail(database),
        exports=exports,
        reports=Reports(database, clients, metrics, kept.money, exports, now),
        preferences=preferences,
        planning=Planning(database, accounts, composing, preferences, bus, now),
        search=Search(database),
        notices=Notices(database, preferences, bus, now),
    )
    return services, practice
