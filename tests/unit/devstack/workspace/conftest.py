"""A Workspace in this process, on a clock of the test."""

from datetime import UTC, datetime

import pytest
from werkzeug.test import Client

from devstack.workspace.app import workspace_app
from devstack.workspace.options import Options
from tests.support.clock import ManualClock

USERS = "/admin/directory/v1/users"
START = datetime(2026, 7, 13, 1, 0, tzinfo=UTC)


class Workspace:
    """Calls of the API as Google's client would make them."""

    def __init__(self, database, clock, options) -> None:
        self.database, self.clock, self.options = database, clock, options
        self.open()

    def open(self):
        self.http = Client(workspace_app(self.database, self.clock, self.options))

    def body(self, local="budi", **fields):
        name = {"givenName": "Budi", "familyName": "Contoh"}
        return {"primaryEmail": f"{local}@sd.belajar.id", "name": name, "password": "mangga-manis-11"} | fields

    def insert(self, local="budi", **fields):
        return self.http.post(USERS, json=self.body(local, **fields))

    def get(self, key="budi@sd.belajar.id", **args):
        return self.http.get(f"{USERS}/{key}", query_string=args)

    def list(self, **args):
        return self.http.get(USERS, query_string={"customer": "my_customer"} | args)

    def emails(self, **args):
        return [user["primaryEmail"] for user in self.list(**args).json.get("users", [])]

    def patch(self, key="budi@sd.belajar.id", **fields):
        return self.http.patch(f"{USERS}/{key}", json=fields)

    def post(self, path, **fields):
        return self.http.post(f"{USERS}/{path}", json=fields)

    def delete(self, key="budi@sd.belajar.id"):
        return self.http.delete(f"{USERS}/{key}")


@pytest.fixture
def make(tmp_path):
    def build(**options):
        at_once = {"visible_after_seconds": 0, "complete_after_seconds": 0}
        return Workspace(tmp_path / "workspace.sqlite", ManualClock(START), Options(**(at_once | options)))

    return build


@pytest.fixture
def workspace(make):
    return make()
