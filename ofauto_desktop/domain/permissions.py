"""Who may do what (security.md §3). Solo, the one person is the admin; a team adds whose clients they may."""

from enum import StrEnum

from ofauto_desktop.domain.errors import NotAllowed


class Role(StrEnum):
    """What a person of a workspace is."""

    ADMIN = "admin"
    MANAGER = "manager"
    USER = "user"


class Permission(StrEnum):
    """What is asked before it is done."""

    USE_CREDENTIAL = "credential.use"
    STORE_CREDENTIAL = "credential.store"
    REVOKE_CREDENTIAL = "credential.revoke"


_ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.USE_CREDENTIAL: frozenset(Role),
    # A user's right to store and revoke ends at their own logins; whose one is, nobody knows before there is a team.
    Permission.STORE_CREDENTIAL: frozenset({Role.ADMIN, Role.MANAGER}),
    Permission.REVOKE_CREDENTIAL: frozenset({Role.ADMIN, Role.MANAGER}),
}


def authorize(role: str, permission: Permission) -> None:
    """Raises NotAllowed unless `role` may; a word that is no role may nothing."""
    if role not in _ALLOWED[permission]:
        raise NotAllowed("your role does not permit that", item=permission.value)
