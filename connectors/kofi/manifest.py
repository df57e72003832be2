"""What Ko-fi tells, and what a connection needs (platforms/kofi.md)."""

from ofauto_desktop.domain.manifest import ByHand, FieldSpec, Manifest
from ofauto_desktop.domain.platforms import Capability, PlatformId

_NO_POSTS = "Ko-fi lets no program publish. When a post is due you are reminded, and put it into Ko-fi's own editor."
_NO_API = "Ko-fi offers programs no interface; it only tells of payments, as they happen"

MANIFEST = Manifest(
    platform=PlatformId.KOFI,
    name="Ko-fi",
    capabilities=frozenset({Capability.ASSISTED, Capability.MONEY, Capability.FANS, Capability.WEBHOOKS}),
    endpoints={},
    fields=(
        FieldSpec(
            name="verification_token",
            required=True,
            secret=True,
            help="ko-fi.com/manage/webhooks, under Advanced: the Verification Token",
        ),
    ),
    limits={},
    pulls=(),
    floors={},
    stores="the verification token, sealed; payments with the supporter's name and no address",
    where_to_get="ko-fi.com/manage/webhooks; the same page takes the address at which this program listens",
    hook_place="ko-fi.com/manage/webhooks: enter it there, then press one of the test buttons",
    # Where Ko-fi's editor is, nothing documents; every page of a creator who is logged in leads there ("Create").
    by_hand=ByHand(
        editor="https://ko-fi.com/",
        sites=("ko-fi.com", "www.ko-fi.com"),
        post=r"/post/(?:[^/]*-)?([A-Z0-9]{4,20})",
    ),
    unavailable={
        Capability.PUBLISH: _NO_POSTS,
        Capability.THREADS: _NO_API,
        Capability.PROBE: _NO_API,
        Capability.READ_POSTS: _NO_API,
        Capability.METRICS: _NO_API,
        Capability.AUDIENCE: _NO_API,
        Capability.MESSAGES: _NO_API,
    },
)
