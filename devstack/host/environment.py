"""What the functions are told by their environment on this machine, and what must not be in it."""

import os
from collections.abc import Mapping
from typing import Final

from belajar.runtime.settings import PREFIX, read_settings
from devstack.emulators import EmulatorPorts
from devstack.host.places import Places
from devstack.host.secret_files import SecretFiles

PROJECT: Final = "demo-belajar"
"""Firebase's tools treat projects named demo-* as never real; so do we."""
HOST: Final = "127.0.0.1"
_EMULATORS: Final = ("FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST")
_PROJECTS: Final = ("GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT", "BELAJAR_PROJECT")
_CREDENTIALS: Final = ("GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_ACCESS_TOKEN", "GOOGLE_API_KEY")


class RefusedError(Exception):
    """The stack will not start; the text is one sentence for the person who asked."""


def refuse_real_cloud(environment: Mapping[str, str]) -> None:
    """Raises RefusedError if this environment belongs to a real project: emulators and production must not meet."""
    for name in _PROJECTS:
        if environment.get(name, PROJECT) != PROJECT:
            raise RefusedError(f"{name} names another project than {PROJECT}: unset it before you start the emulators.")
    for name in _CREDENTIALS:
        if environment.get(name):
            raise RefusedError(f"{name} holds real credentials: unset it before you start the emulators.")


def emulators_named(environment: Mapping[str, str]) -> bool:
    """Whether somebody else's emulators are to be used."""
    return all(environment.get(name) for name in _EMULATORS)


def function_environment(
    places: Places, secrets: SecretFiles, gateway_url: str, smtp_port: int, emulators: EmulatorPorts | None
) -> dict[str, str]:
    """Every variable the functions need, on either engine."""
    common = {
        "BELAJAR_PROJECT": PROJECT,
        "BELAJAR_KEY_FILE": str(secrets.keys),
        "BELAJAR_PEPPER_FILE": str(secrets.peppers),
        "BELAJAR_REPORT_KEYS_FILE": str(secrets.report_keys),
        "BELAJAR_RINGKAS_KEYS_FILE": str(secrets.ringkas_keys),
        "BELAJAR_STORAGE_URL": f"{gateway_url}/_buckets",
        "BELAJAR_TEXTER_URL": f"{gateway_url}/_sms/messages",
        "BELAJAR_TEXTER_TOKEN_FILE": str(secrets.texter_token),
        "BELAJAR_IDENTITY_ISSUER": f"{gateway_url}/_identitas",
        "BELAJAR_IDENTITY_CERTIFICATES_URL": f"{gateway_url}/_identitas/certs",
        "BELAJAR_WORKSPACE_URL": f"{gateway_url}/_workspace",
        "BELAJAR_SMTP_HOST": HOST,
        "BELAJAR_SMTP_PORT": str(smtp_port),
        "BELAJAR_SMTP_TLS": "false",
        "BELAJAR_SITE_URL": gateway_url,
    }
    if emulators is None:
        return common | {"BELAJAR_ENGINE": "embedded", "BELAJAR_EMBEDDED_FOLDER": str(places.state)}
    hosts = dict(zip(_EMULATORS, (emulators.firestore_host, emulators.pubsub_host), strict=True))
    return common | hosts | {"BELAJAR_ENGINE": "cloud"}


def adopt(environment: Mapping[str, str]) -> None:
    """Make these the settings of this process; what it was given before under our prefix goes away."""
    read_settings(environment)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    if environment["BELAJAR_ENGINE"] == "embedded":
        for name in _EMULATORS:
            os.environ.pop(name, None)
    os.environ.update(environment)
