"""One module for each goal of a person. `Services` is what an open workspace offers; pages receive parts of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the door (`lock`) must open without importing what stands behind it: start-up is measured
    from ofauto_desktop.runtime.bus import EventBus
    from ofauto_desktop.runtime.clock import Now
    from ofauto_desktop.services.account_sets import AccountSets
    from ofauto_desktop.services.accounts import Accounts
    from ofauto_desktop.services.analytics import Analytics
    from ofauto_desktop.services.audit import AuditTrail
    from ofauto_desktop.services.backups import Backups
    from ofauto_desktop.services.best_times import BestTimesToPost
    from ofauto_desktop.services.books import Books
    from ofauto_desktop.services.broadcasting import Broadcasting
    from ofauto_desktop.services.by_hand import ByHand
    from ofauto_desktop.services.clients import Clients
    from ofauto_desktop.services.comments import Comments
    from ofauto_desktop.services.composing import Composing
    from ofauto_desktop.services.connections import Connections
    from ofauto_desktop.services.deliveries import Deliveries
    from ofauto_desktop.services.desktop_notices import DesktopNotices
    from ofauto_desktop.services.exports import Exports
    from ofauto_desktop.services.filling import WeekFilling
    from ofauto_desktop.services.goals import Goals
    from ofauto_desktop.services.home import Home
    from ofauto_desktop.services.library import Library
    from ofauto_desktop.services.licences import Licences
    from ofauto_desktop.services.lock import OpenWorkspace
    from ofauto_desktop.services.media_finding import MediaFinding
    from ofauto_desktop.services.media_hosting import MediaHosting
    from ofauto_desktop.services.media_sorting import MediaSorting
    from ofauto_desktop.services.media_variants import MediaVariants
    from ofauto_desktop.services.messages import Messages
    from ofauto_desktop.services.metrics import Metrics
    from ofauto_desktop.services.money import Money
    from ofauto_desktop.services.notices import Notices
    from ofauto_desktop.services.planning_book import Planning
    from ofauto_desktop.services.preferences import Preferences
    from ofauto_desktop.services.proxies import Proxies
    from ofauto_desktop.services.publishing import Publishing
    from ofauto_desktop.services.rates import Rates
    from ofauto_desktop.services.reports import Reports
    from ofauto_desktop.services.requests import Requests
    from ofauto_desktop.services.resending import Resending
    from ofauto_desktop.services.search import Search
    from ofauto_desktop.services.subscriptions import Subscriptions
    from ofauto_desktop.services.sync import Sync
    from ofauto_desktop.services.tax_export import TaxExport
    from ofauto_desktop.services.texts import Texts
    from ofauto_desktop.services.unfinished import Unfinished
    from ofauto_desktop.services.ways_in import WaysIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The services of one open workspace, built and stopped by `ofauto_desktop.app`."""

    workspace: "OpenWorkspace"
    ways_in: "WaysIn"
    bus: "EventBus"
    now: "Now"
    connections: "Connections"
    clients: "Clients"
    accounts: "Accounts"
    proxies: "Proxies"
    requests: "Requests"
    library: "Library"
    media_hosting: "MediaHosting"
    media_finding: "MediaFinding"
    media_sorting: "MediaSorting"
    media_variants: "MediaVariants"
    comments: "Comments"
    composing: "Composing"
    texts: "Texts"
    account_sets: "AccountSets"
    filling: "WeekFilling"
    unfinished: "Unfinished"
    publishing: "Publishing"
    by_hand: "ByHand"
    sync: "Sync"
    deliveries: "Deliveries"
    messages: "Messages"
    broadcasting: "Broadcasting"
    metrics: "Metrics"
    analytics: "Analytics"
    best_times: "BestTimesToPost"
    goals: "Goals"
    money: "Money"
    licences: "Licences"
    rates: "Rates"
    subscriptions: "Subscriptions"
    books: "Books"
    tax_export: "TaxExport"
    home: "Home"
    backups: "Backups"
    audit: "AuditTrail"
    exports: "Exports"
    preferences: "Preferences"
    planning: "Planning"
    search: "Search"
    notices: "Notices"
    desktop: "DesktopNotices"
    resending: "Resending"
    reports: "Reports"
