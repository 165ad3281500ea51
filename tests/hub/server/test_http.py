"""What the local Hub answers on the wire where no client looks for us: ranges, headers, refusals of bad uploads."""

import hashlib
import json
import urllib.error
import urllib.request

import pytest
from huggingface_hub import CommitOperationAdd, HfApi

SMALL, LARGE = b"0123456789", bytes(range(256)) * 40


@pytest.fixture(scope="module")
def page(hub):
    api = HfApi(endpoint=hub.url, token="local")
    api.create_repo("Test/wire", repo_type="dataset")
    operations = [CommitOperationAdd("small.txt", SMALL), CommitOperationAdd("large.parquet", LARGE)]
    api.create_commit("Test/wire", operations, commit_message="files", repo_type="dataset")
    return f"{hub.url}/datasets/Test/wire"


def call(url, method="GET", data=None, **headers):
    headers = {"Authorization": "Bearer local", **headers}
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as reply:
            return reply.status, dict(reply.headers.items()), reply.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers.items()), error.read()


@pytest.mark.parametrize(("name", "content"), [("small.txt", SMALL), ("large.parquet", LARGE)])
@pytest.mark.parametrize(
    ("span", "part"), [("2-5", slice(2, 6)), ("7-", slice(7, None)), ("-3", slice(-3, None)), ("0-99999", slice(None))]
)
def test_a_range_gives_these_bytes(page, name, content, span, part):
    status, headers, body = call(f"{page}/resolve/main/{name}", Range=f"bytes={span}")
    assert (status, body) == (206, content[part])
    first = range(len(content))[part][0]
    assert headers["content-range"] == f"bytes {first}-{first + len(body) - 1}/{len(content)}"


@pytest.mark.parametrize(("name", "content"), [("small.txt", SMALL), ("large.parquet", LARGE)])
def test_a_range_after_the_end_cannot_be_given(page, name, content):
    status, headers, _ = call(f"{page}/resolve/main/{name}", Range="bytes=99999-")
    assert status == 416
    assert headers["content-range"] == f"bytes */{len(content)}"


def test_the_head_of_a_large_file_tells_commit_hash_and_size(page):
    status, headers, body = call(f"{page}/resolve/main/large.parquet", "HEAD")
    sha = hashlib.sha256(LARGE).hexdigest()
    assert (status, body, headers["content-length"]) == (200, b"", str(len(LARGE)))
    assert headers["etag"] == headers["x-linked-etag"] == f'"{sha}"'
    assert headers["x-linked-size"] == str(len(LARGE))
    assert len(headers["x-repo-commit"]) == 40


def test_the_etag_of_a_small_file_is_its_git_hash(page):
    _, headers, _ = call(f"{page}/resolve/main/small.txt", "HEAD")
    assert headers["etag"] == f'"{hashlib.sha1(b"blob 10" + bytes(1) + SMALL).hexdigest()}"'
    assert "x-linked-etag" not in headers


@pytest.mark.parametrize("sent", [b"right size, wrong hash.", b"too short", b"more than was announced by the caller"])
def test_an_upload_that_is_not_as_announced_is_refused(hub, page, sent):
    oid = hashlib.sha256(b"what was to be sent....").hexdigest()
    asked = json.dumps({"operation": "upload", "objects": [{"oid": oid, "size": 23}]}).encode()
    _, _, body = call(f"{page}.git/info/lfs/objects/batch", "POST", asked)
    href = json.loads(body)["objects"][0]["actions"]["upload"]["href"]
    status, _, _ = call(href, "PUT", sent)
    assert status == 400
    assert not (hub.root / "lfs" / oid[:2] / oid[2:4] / oid).exists()
    assert not list((hub.root / "tmp").iterdir())


def test_a_commit_of_a_large_file_that_was_never_sent_is_refused(page):
    line = {"key": "lfsFile", "value": {"path": "x.bin", "algo": "sha256", "oid": "0" * 64, "size": 5}}
    body = b'{"key": "header", "value": {"summary": "s"}}\n' + json.dumps(line).encode()
    api = page.replace("/datasets/", "/api/datasets/")
    status, _, told = call(f"{api}/commit/main", "POST", body)
    assert status == 400
    assert "was not uploaded" in json.loads(told)["error"]


@pytest.mark.parametrize("name", ["..", "a%2F..%2F..%2Fb", "-x", "a..b", "x.git"])
def test_names_that_could_leave_the_folder_are_refused(hub, name):
    status, _, _ = call(f"{hub.url}/api/datasets/Test/{name}")
    assert status in (400, 404)
    status, _, _ = call(
        f"{hub.url}/api/repos/create",
        "POST",
        json.dumps({"type": "dataset", "organization": "Test", "name": name}).encode(),
    )
    assert status == 400


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/repos/create", b'{"type": "dataset"}'),
        ("/api/repos/create", b"{cut"),
        ("/datasets/Test/wire.git/info/lfs/objects/batch", b'{"operation": "upload", "objects": [{"oid": "x"}]}'),
        ("/api/datasets/Test/wire/preupload/main", b'{"files": [{}]}'),
        ("/api/datasets/Test/wire/commit/main?create_pr=1", b""),
        ("/api/datasets/Test/wire/tag/main", b"[]"),
    ],
)
def test_a_malformed_request_is_refused(hub, page, path, sent):
    status, _, body = call(hub.url + path, "POST", sent)
    assert status == 400
    assert json.loads(body)["error"]


@pytest.mark.parametrize("query", ["limit=x", "cursor=main:x"])
def test_a_malformed_page_is_refused(page, query):
    status, _, _ = call(f"{page.replace('/datasets/', '/api/datasets/')}/tree/main?{query}")
    assert status == 400
