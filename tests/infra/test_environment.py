"""Every variable that Terraform sets is a setting, and every setting that a builder reads is set."""

import ast

import pytest

from devstack.topology import topology
from tools.infra_checks.environment import (
    missing_direct,
    missing_variables,
    not_restarted,
    unknown_variables,
    wrong_secrets,
)
from tools.infra_checks.needs import deployed
from tools.infra_checks.wiring import builders

WIRING = builders()


def test_every_variable_is_a_setting(terraform):
    assert unknown_variables(terraform) == []


def test_every_setting_that_a_function_reads_is_set(terraform):
    assert missing_variables(terraform, WIRING, topology()) == []
    assert missing_direct(terraform, deployed()) == []


def test_every_secret_file_is_the_one_that_is_mounted(terraform):
    assert wrong_secrets(terraform) == []


def test_a_builder_is_known_by_the_settings_it_reads():
    assert WIRING["store"] == {"project", "database"}
    assert WIRING["files"] == {"storage_service_account"}
    assert "smtp_password_file" in WIRING["mailer"]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("BELAJAR_KMS_KEY", "BELAJAR_KMS_KEI", "BELAJAR_KMS_KEI: no such setting"),
        ("BELAJAR_KMS_KEY", "BELAJAR_KMS_URL", "BELAJAR_KMS_URL: is for the local stack"),
        ("BELAJAR_SITE_URL ", "THREADED_TIMEOUT_ENABLED ", "THREADED_TIMEOUT_ENABLED: must not be set"),
    ],
)
def test_a_variable_that_must_not_be_there_is_found(copy, old, new, finding):
    assert finding in unknown_variables(copy.spoil("uses.tf", old, new))


@pytest.mark.parametrize(
    ("file", "old", "finding"),
    [
        ("uses.tf", "BELAJAR_PROJECT ", "project: required, but not given to all"),
        ("uses.tf", "BELAJAR_KMS_KEY ", "keys: reads kms_key, which it is not given"),
        ("uses.tf", "BELAJAR_SMTP_HOST ", "mailer: reads smtp_host, which it is not given"),
        ("uses.tf", '"directory", ', "directory: reads workspace_service_account, which it is not given"),
        ("modules/step/main.tf", "THREADS ", "THREADS: not set by module step"),
    ],
)
def test_a_variable_that_is_missing_is_found(copy, file, old, finding):
    new = "" if old.startswith('"') else "OTHER "
    assert finding in missing_variables(copy.spoil(file, old, new), WIRING, topology())


def test_a_setting_that_main_reads_itself_and_nobody_gives_is_found(terraform):
    main = ast.parse("Deps(settings().letter_bucket, settings().texter_url)")
    assert missing_direct(terraform, {"lookup": main}) == ["lookup: reads texter_url"]


def test_a_file_that_is_not_mounted_is_found(copy):
    spoilt = copy.spoil("uses.tf", "/secrets/report-keys/value", "/secrets/pepper/value")
    assert wrong_secrets(spoilt) == ["report_keys: BELAJAR_REPORT_KEYS_FILE is not mounted: no secret pepper"]


def test_a_secret_as_a_value_is_found(copy):
    [finding] = wrong_secrets(copy.spoil("uses.tf", "BELAJAR_SMTP_USER", "BELAJAR_SMTP_PASSWORD"))
    assert "BELAJAR_SMTP_PASSWORD" in finding


def test_another_value_of_rotation_starts_everybody_anew_who_mounts_a_secret(terraform):
    assert not_restarted(terraform) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("uses.tf", "use in keys(local.secret_of_use)", 'use in ["peppers"]', "not for every use that mounts a secret"),
        ("uses.tf", "= var.rotation", '= "1"', "no variable with the value"),
        ("uses.tf", "ROTATION", "BELAJAR_ROTATION", "no variable with the value"),
        ("steps.tf", "lookup(local.restarts, use, {})", "{}", "is not given it"),
    ],
)
def test_a_function_that_would_keep_an_old_secret_is_found(copy, file, old, new, finding):
    [found] = not_restarted(copy.spoil(file, old, new))
    assert found.endswith(finding)
