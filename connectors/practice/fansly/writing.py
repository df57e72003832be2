"""What the practice page does at the interface: log in, upload, post, write (platforms/fansly.md §2, §4.4 to §4.6)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from connectors.practice.fansly import answers
from connectors.practice.fansly.door import Call
from connectors.practice.fansly.records import Group, Message, Upload
from connectors.practice.fansly.world import CODE, PASSWORD, World

_PART = 4 * 1024 * 1024
_DONE = 6
_LONGEST = 3000
_CHEAPEST, _DEAREST = 1000, 500_000


class Writing:
    def __init__(self, world: World) -> None:
        self._world = world

    def device(self, _: Request, __: Any) -> Response:
        return answers.fine("730000000000000009")

    def login(self, _: Request, body: Any) -> Response:
        told = body if isinstance(body, dict) else {}
        creator = self._world.creators.get(str(told.get("username", "")))
        if creator is None or told.get("password") != PASSWORD or not told.get("deviceId"):
            return answers.wrong(401, "Invalid username or password", 200)
        if self._world.settings.email_check:
            return answers.fine({"emailVerificationRequired": True})
        if self._world.settings.twofa:
            token = self._world.new_id()
            self._world.waiting[token] = creator.handle
            more = {"type": 1, "accountId": creator.id, "secretId": self._world.new_id()}
            return answers.fine({"twofa": {"id": self._world.new_id(), "token": token, **more}})
        session = self._world.open_session(creator.handle)
        opened = {"id": session.id, "token": session.token, "accountId": creator.id}
        return answers.fine({"session": opened, "account": {"id": creator.id}})

    def second(self, _: Request, body: Any) -> Response:
        """The second factor's answer is flat: the session is not inside anything."""
        told = body if isinstance(body, dict) else {}
        handle = self._world.waiting.get(str(told.get("token", "")))
        if handle is None or told.get("code") != CODE:
            return answers.wrong(401, "Invalid code", 200)
        session = self._world.open_session(handle)
        opened = {"id": session.id, "token": session.token, "accountId": self._world.creators[handle].id}
        return answers.fine(opened)

    def post(self, call: Call) -> Response:
        told = call.body if isinstance(call.body, dict) else {}
        if wrong := self._wrong(told, call):
            return answers.wrong(400, wrong)
        return answers.fine({"id": self._world.publish(call.creator, told)})

    def delete(self, call: Call) -> Response:
        if not self._world.delete(call.creator, call.request.path_params["post"]):
            return answers.wrong(404, "Post not found", 200)
        return answers.fine(True)

    def create_upload(self, call: Call) -> Response:
        told = call.body if isinstance(call.body, dict) else {}
        made = Upload(
            id=self._world.new_id(),
            owner=call.creator.handle,
            mime=str(told.get("mimeType", "")),
            name=str(told.get("fileName", "")),
            size=int(told.get("fileSize", 0)),
        )
        self._world.uploads[made.id] = made
        count = max(1, -(-made.size // _PART))
        where = str(call.request.url.replace(path=call.request.url.path.removesuffix("create") + f"{made.id}/part"))
        parts = [{"index": one, "uploadUrl": f"{where.partition('?')[0]}/{one}"} for one in range(count)]
        return answers.fine({"id": made.id, "partSize": _PART, "parts": parts})

    def part(self, request: Request, _: Any) -> Response:
        upload = self._world.uploads.get(request.path_params["upload"])
        if upload is None:
            return answers.wrong(404, "Upload not found")
        upload.parts.append(int(request.path_params["part"]))
        return Response(headers={"etag": f'"{upload.id}-{request.path_params["part"]}"'})

    def complete_upload(self, call: Call) -> Response:
        told = call.body if isinstance(call.body, dict) else {}
        upload = self._world.uploads.get(str(told.get("id", "")))
        if upload is None or not upload.parts:
            return answers.wrong(400, "Upload incomplete")
        return answers.fine({"id": upload.id, "status": upload.status})

    def upload(self, call: Call) -> Response:
        """Each look moves it on; only at 6, and with its media, it is done."""
        upload = self._world.uploads.get(call.request.path_params["upload"])
        if upload is None:
            return answers.wrong(404, "Upload not found", 200)
        upload.status = min(_DONE, upload.status + -(-5 // max(1, self._world.settings.polls)))
        if upload.status >= _DONE and upload.media is None:
            upload.media = self._world.new_id()
        media = {"id": upload.media, "status": 1} if upload.media else None
        return answers.fine({"id": upload.id, "status": upload.status, "media": media})

    def carry(self, call: Call) -> Response:
        made = []
        for one in call.body if isinstance(call.body, list) else []:
            upload = next((each for each in self._world.uploads.values() if each.media == one.get("mediaId")), None)
            if upload is None or upload.owner != call.creator.handle:
                return answers.wrong(400, "Media not found")
            permissions = (one.get("permissions") or {}).get("permissionFlags", [])
            made.append({"id": self._world.carry(call.creator, upload, permissions).id})
        return answers.fine(made)

    def write(self, call: Call) -> Response:
        told = call.body if isinstance(call.body, dict) else {}
        group = call.creator.group(str(told.get("groupId", "")))
        text = str(told.get("content", ""))
        if group is None:
            return answers.wrong(404, "Group not found", 200)
        if not text.strip() and not told.get("attachments"):
            return answers.wrong(400, "Empty message")
        made = Message(
            id=self._world.new_id(), sender=call.creator.id, text=text, seconds=self._world.ms() / 1000, read=False
        )
        return answers.fine(answers.message(self._world.say(call.creator, group, made), group.id, group.partner))

    def group(self, call: Call) -> Response:
        told = call.body if isinstance(call.body, dict) else {}
        others = [one.get("userId") for one in told.get("users", []) if one.get("userId") != call.creator.id]
        if len(others) != 1 or others[0] not in call.creator.fans:
            return answers.wrong(400, "Invalid users")
        known = next((one for one in call.creator.groups if one.partner == others[0]), None)
        if known is None:
            known = Group(id=self._world.new_id(), partner=others[0])
            call.creator.groups.append(known)
        return answers.fine({"id": known.id})

    def _wrong(self, told: dict[str, Any], call: Call) -> str:
        """What of a post cannot be taken; "" where all can."""
        attached = [one.get("contentId") for one in told.get("attachments", [])]
        if not str(told.get("content", "")).strip() and not attached:
            return "Empty post"
        if len(str(told.get("content", ""))) > _LONGEST:
            return "Content too long"
        if any(one not in call.creator.media for one in attached):
            return "Unknown attachment"
        if set(told.get("wallIds", [])) - {one.id for one in call.creator.walls}:
            return "Unknown wall"
        prices = [call.creator.media[one].price for one in attached]
        if any(one and not _CHEAPEST <= one <= _DEAREST for one in prices):
            return "Invalid price"
        at = told.get("scheduledFor", 0)
        return "Invalid time" if at and at <= self._world.ms() else ""
