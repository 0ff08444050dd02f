"""Who called is who called, and what opens something stays out of logs."""

import re

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from belajar.runtime.http import origin
from devstack.topology import topology
from tools.infra_checks.addresses import logged_tokens, lost_links
from tools.infra_checks.needs import ROOT

FUNCTIONS = ROOT / "functions"


def test_no_address_with_a_token_is_kept_in_logs(terraform):
    assert logged_tokens(terraform, topology()) == []


def test_every_link_with_a_token_leads_to_a_page(terraform):
    assert lost_links(terraform, FUNCTIONS) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("logs.tf", "(pengajuan|", "(", ["/pengajuan/7K2M-PQ", "/v1/pengajuan/7K2M-PQ"]),
        ("logs.tf", "(/v1)?", "/v1", ["/pengajuan/7K2M-PQ", "/bukan-saya/7K2M-PQ"]),
        ("logs.tf", "=~", "!~", ["/pengajuan/7K2M-PQ", "/v1/reset/7K2M-PQ/sandi"]),
        ("logs.tf", "${local.secret_addresses}", "/v1/reset", ["/bukan-saya/7K2M-PQ", "/v1/pengajuan/7K2M-PQ"]),
        ("url_map.tf", '["pengajuan", ', '["kartu", ', ["/kartu/7K2M-PQ"]),
    ],
)
def test_an_address_that_would_be_kept_is_found(copy, file, old, new, found):
    assert {*found} <= {*logged_tokens(copy.spoil(f"modules/edge/{file}", old, new), topology())}


def test_a_link_that_leads_nowhere_is_found(copy):
    spoilt = copy.spoil("modules/edge/url_map.tf", '"bukan-saya"', '"saya"')
    assert lost_links(spoilt, FUNCTIONS) == ["/bukan-saya/...: leads nowhere"]


@pytest.mark.parametrize("forged", ["", "198.51.100.1, ", "198.51.100.1, 203.0.113.9, 34.1.1.1, "])
def test_behind_the_load_balancer_a_caller_cannot_write_his_own_origin(terraform, forged):
    # What it appends: who called, and its own address.
    chain = {"X-Forwarded-For": f"{forged}203.0.113.7,34.120.0.1"}
    request = Request(EnvironBuilder("/", headers=chain).get_environ())
    [proxies] = re.findall(r"\d+", str(terraform.locals[""]["common_variables"]["BELAJAR_TRUSTED_PROXIES"]))
    assert origin(request, int(proxies)) == "203.0.113.7"
