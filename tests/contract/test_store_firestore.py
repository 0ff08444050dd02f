"""What the Firestore store makes of failures on the wire; the server is a stand-in that fails as told."""

import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.cloud.firestore_v1.types import firestore

from belajar.cloud.store import FirestoreStore
from belajar.errors import PreconditionError, Reason, RetryableError
from belajar.ports import MISSING, Delete, Merge, Put, Query

Code = grpc.StatusCode
METHODS = {
    "BatchGetDocuments": (grpc.unary_stream_rpc_method_handler, firestore.BatchGetDocumentsRequest),
    "RunQuery": (grpc.unary_stream_rpc_method_handler, firestore.RunQueryRequest),
    "Commit": (grpc.unary_unary_rpc_method_handler, firestore.CommitRequest),
}


class FailingFirestore:
    """Answers each call with the next of `failures`, then with nothing found."""

    def __init__(self) -> None:
        self.failures: list[Code] = []
        self.calls: list[str] = []
        self.seconds_left: list[float] = []
        self._server = grpc.server(ThreadPoolExecutor(2))
        handlers = {name: self._handler(name, *method) for name, method in METHODS.items()}
        service = grpc.method_handlers_generic_handler("google.firestore.v1.Firestore", handlers)
        self._server.add_generic_rpc_handlers((service,))
        self.host = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def stop(self) -> None:
        self._server.stop(None).wait()

    def _handler(self, name, make, request):
        def answer(_, context):
            self.calls.append(name)
            self.seconds_left.append(context.time_remaining())
            if self.failures:
                context.abort(self.failures.pop(0), "people/rahasia is the document")
            return firestore.CommitResponse() if name == "Commit" else iter(())

        return make(
            answer, request_deserializer=request.deserialize, response_serializer=firestore.CommitResponse.serialize
        )


@pytest.fixture
def server() -> Iterator[FailingFirestore]:
    failing = FailingFirestore()
    yield failing
    failing.stop()


@pytest.fixture
def store(server: FailingFirestore, monkeypatch: pytest.MonkeyPatch) -> Iterator[FirestoreStore]:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", server.host)
    firestore_store = FirestoreStore("contract", "(default)")
    yield firestore_store
    firestore_store.close()


READS = {"get": lambda store: store.get("c/a"), "query": lambda store: store.query(Query("c"))}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize("code", [Code.UNAVAILABLE, Code.INTERNAL, Code.RESOURCE_EXHAUSTED])
def test_a_read_is_tried_again_when_firestore_stumbles(store, server, read, code):
    server.failures = [code]
    assert not any(read(store))
    assert len(server.calls) == 2


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_read_gives_up_after_four_tries(store, server, read):
    server.failures = [Code.UNAVAILABLE] * 9
    with pytest.raises(RetryableError) as outage:
        read(store)
    assert outage.value.reason is Reason.STORE_UNAVAILABLE
    assert len(server.calls) == 4


@pytest.mark.parametrize("read", READS.values(), ids=READS)
@pytest.mark.parametrize("code", [Code.PERMISSION_DENIED, Code.FAILED_PRECONDITION, Code.NOT_FOUND])
def test_a_read_that_only_an_engineer_can_mend_is_put_off_at_once(store, server, read, code):
    server.failures = [code]
    with pytest.raises(RetryableError, match=code.name):
        read(store)
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "code",
    [
        Code.UNAVAILABLE,
        Code.DEADLINE_EXCEEDED,
        Code.RESOURCE_EXHAUSTED,
        Code.INTERNAL,
        Code.UNKNOWN,
        Code.CANCELLED,
        Code.UNAUTHENTICATED,
    ],
)
def test_a_commit_whose_outcome_is_unknown_is_never_sent_again(store, server, code):
    server.failures = [code]
    with pytest.raises(RetryableError) as outage:
        store.commit([Put("c/a", {}, MISSING)])
    assert (outage.value.reason, outage.value.detail) == (Reason.STORE_UNAVAILABLE, code.name)
    assert server.calls == ["Commit"]


@pytest.mark.parametrize(
    ("code", "write"),
    [
        (Code.ALREADY_EXISTS, Put("c/a", {}, MISSING)),
        (Code.FAILED_PRECONDITION, Merge("c/a", {}, "1")),
        (Code.NOT_FOUND, Delete("c/a", "1")),
        (Code.ABORTED, Put("c/a", {})),
    ],
)
def test_a_commit_that_wrote_nothing_asks_to_decide_again(store, server, code, write):
    server.failures = [code]
    with pytest.raises(PreconditionError):
        store.commit([write])
    assert server.calls == ["Commit"]


def test_a_missing_database_is_not_a_failed_expectation(store, server):
    server.failures = [Code.NOT_FOUND]
    with pytest.raises(RetryableError):
        store.commit([Put("c/a", {}, MISSING)])


def test_a_request_firestore_cannot_read_is_a_mistake_of_ours(store, server):
    server.failures = [Code.INVALID_ARGUMENT]
    with pytest.raises(ValueError, match="INVALID_ARGUMENT"):
        store.commit([Put("c/a", {})])


@pytest.mark.parametrize("code", [Code.ALREADY_EXISTS, Code.UNKNOWN, Code.INVALID_ARGUMENT])
def test_no_text_of_google_goes_through(store, server, code):
    server.failures = [code]
    with pytest.raises((PreconditionError, RetryableError, ValueError)) as failure:
        store.commit([Put("c/a", {}, MISSING)])
    assert "rahasia" not in "".join(traceback.format_exception(failure.value))


def test_every_call_has_a_time_limit_of_ten_seconds(store, server):
    store.get("c/a")
    store.query(Query("c"))
    store.commit([])
    assert server.calls == ["BatchGetDocuments", "RunQuery", "Commit"]
    assert all(9 < seconds < 11 for seconds in server.seconds_left)


def test_a_firestore_that_is_not_there_is_an_outage(store, server):
    server.stop()
    with pytest.raises(RetryableError, match="UNAVAILABLE"):
        store.commit([Put("c/a", {})])


def test_missing_credentials_are_an_outage(monkeypatch, tmp_path):
    monkeypatch.delenv("FIRESTORE_EMULATOR_HOST", raising=False)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    with pytest.raises(RetryableError, match="credentials"):
        FirestoreStore("contract", "(default)").get("c/a")
