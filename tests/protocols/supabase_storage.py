"""Supabase Storage as its pages describe it: private buckets, objects, signed links.

Sources: the Storage API reference (`/bucket`, `/object`, `/object/sign`) and the page "Error
codes" of supabase.com/docs. Errors come as HTTP 400 with the true status in the body (the old
form); with `new_errors` as the true status with {code, message}.
"""

import hashlib
import hmac
import time
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs

from tests.protocols.postgrest import PostgREST
from tests.providers.server import Answer, ProviderServer, Request

_SECRET = b"of the storage"


class SupabaseStorageServer(ProviderServer):
    """`buckets`: name to settings. `objects`: (bucket, path) to content and type."""

    def __init__(self, key: str = "service-role-key", rest: PostgREST | None = None) -> None:
        super().__init__()
        self.key = rest.service_key if rest else key
        self.rest = rest
        self.buckets: dict[str, dict[str, Any]] = {}
        self.objects: dict[tuple[str, str], tuple[bytes, str]] = {}
        self.new_errors = False
        self.down = False
        self.now = time.time

    async def respond(self, request: Request) -> Answer:
        """A project's one address leads to its REST API as well."""
        if self.rest and request.path.startswith("/rest/v1/"):
            return await self.rest.respond(request)
        return self.handle(request)

    def handle(self, request: Request) -> Answer:
        if self.down:
            return Answer(503, b"upstream is down", {"content-type": "text/plain"})
        parts = request.path.removeprefix("/storage/v1/").split("/", 3)
        if request.method == "GET" and parts[:2] == ["object", "sign"]:
            return self._signed_download(request, parts[2], parts[3])
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return self._error(403, "Unauthorized", "AccessDenied", "Invalid Compact JWS")
        match parts:
            case ["bucket"]:
                return self._create(request.json())
            case ["bucket", name]:
                return self._bucket(name)
            case ["object", "sign", bucket, path]:
                return self._sign(bucket, path, request.json())
            case ["object", bucket, *path]:
                return self._object(request, bucket, "/".join(path))
        return self._error(404, "not_found", "InvalidRequest", "no such route")

    def _create(self, body: dict[str, Any]) -> Answer:
        if body["id"] in self.buckets:
            return self._error(
                409, "Duplicate", "ResourceAlreadyExists", "The resource already exists"
            )
        self.buckets[body["id"]] = {"public": False} | body
        return Answer(200, {"name": body["name"]})

    def _bucket(self, name: str) -> Answer:
        if name not in self.buckets:
            return self._error(404, "Bucket not found", "NoSuchBucket", "Bucket not found")
        stamps = {"created_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T10:00:00Z"}
        about = {"owner": "", "file_size_limit": None, "allowed_mime_types": None}
        return Answer(200, {"name": name, **about, **stamps, **self.buckets[name]})

    def _object(self, request: Request, bucket: str, path: str) -> Answer:
        if bucket not in self.buckets:
            return self._error(404, "Bucket not found", "NoSuchBucket", "Bucket not found")
        if request.method == "POST":
            if (bucket, path) in self.objects and request.headers.get("x-upsert") != "true":
                return self._error(409, "Duplicate", "ResourceAlreadyExists", "already exists")
            self.objects[bucket, path] = _file(request)
            return Answer(200, {"Id": "1", "Key": f"{bucket}/{path}"})
        if request.method == "DELETE":
            gone = [p for p in request.json()["prefixes"] if self.objects.pop((bucket, p), None)]
            return Answer(200, [{"name": name} for name in gone])
        found = self.objects.get((bucket, path))
        if found is None:
            return self._error(404, "not_found", "NoSuchKey", "Object not found")
        return Answer(200, found[0], {"content-type": found[1]})

    def _sign(self, bucket: str, path: str, body: dict[str, Any]) -> Answer:
        if (bucket, path) not in self.objects:
            return self._error(404, "not_found", "NoSuchKey", "Object not found")
        ends = int(self.now()) + int(body["expiresIn"])
        token = f"{ends}.{_seal(bucket, path, ends)}"
        return Answer(200, {"signedURL": f"/object/sign/{bucket}/{path}?token={token}"})

    def _signed_download(self, request: Request, bucket: str, path: str) -> Answer:
        token = parse_qs(request.query).get("token", [""])[0]
        ends, _, seal = token.partition(".")
        if not ends.isdigit() or seal != _seal(bucket, path, int(ends)):
            return self._error(400, "InvalidJWT", "InvalidJWT", "invalid signature")
        if self.now() >= int(ends):
            return self._error(
                400, "InvalidJWT", "InvalidJWT", '"exp" claim timestamp check failed'
            )
        content, mime = self.objects[bucket, path]
        return Answer(200, content, {"content-type": mime})

    def _error(self, status: int, error: str, code: str, message: str) -> Answer:
        if self.new_errors:
            return Answer(status, {"code": code, "message": message})
        return Answer(400, {"statusCode": str(status), "error": error, "message": message})


def _seal(bucket: str, path: str, ends: int) -> str:
    return hmac.new(_SECRET, f"{bucket}/{path}/{ends}".encode(), hashlib.sha256).hexdigest()


def _file(request: Request) -> tuple[bytes, str]:
    """The one file of a multipart upload, with its type."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    part: Any = next(p for p in message.iter_parts() if p.get_filename())
    return part.get_payload(decode=True), part.get_content_type()
