"""What a measured function finds around it: the environment and the archive layout it is deployed with."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devstack.emulators import EmulatorPorts
from devstack.host.environment import PROJECT
from devstack.host.function_apps import SHIM
from devstack.host.secret_files import SecretFiles, secret_files
from devstack.topology import TOPOLOGY, topology

ROOT: Final = TOPOLOGY.parent.parent
TARGETS: Final = Path(__file__).parent / "targets"
KMS_KEY: Final = f"projects/{PROJECT}/locations/asia-southeast2/keyRings/akun/cryptoKeys/kata-sandi"
_FOREIGN: Final = (
    "BELAJAR_", "FIRESTORE_", "PUBSUB_", "GOOGLE_", "K_", "FUNCTION_", "PORT",
    "PYTHONDONTWRITEBYTECODE",  # a deployed archive has its bytecode
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One folder for everything a run writes, and an engine."""

    folder: Path
    emulators: EmulatorPorts | None = None

    @property
    def engine(self) -> str:
        """For the reader."""
        return "Google's emulators" if self.emulators else "embedded engine"

    @property
    def secrets(self) -> SecretFiles:
        """Secrets of this run."""
        return secret_files(self.folder / "secrets")

    def settings(self) -> dict[str, str]:
        """BELAJAR_* and the emulators; keys are in KMS, which a first request does not call."""
        common = {
            "BELAJAR_PROJECT": PROJECT,
            "BELAJAR_KMS_KEY": KMS_KEY,
            "BELAJAR_PEPPER_FILE": str(self.secrets.peppers),
            "BELAJAR_REPORT_KEYS_FILE": str(self.secrets.report_keys),
            "BELAJAR_RINGKAS_KEYS_FILE": str(self.secrets.ringkas_keys),
            "BELAJAR_TEXTER_URL": "https://sms.test/messages",
            "BELAJAR_TEXTER_TOKEN_FILE": str(self.secrets.texter_token),
            "BELAJAR_STORAGE_SERVICE_ACCOUNT": f"permits@{PROJECT}.iam.gserviceaccount.com",
        }
        if self.emulators is None:
            return common | {"BELAJAR_ENGINE": "embedded", "BELAJAR_EMBEDDED_FOLDER": str(self.folder)}
        hosts = self.emulators
        return common | {"FIRESTORE_EMULATOR_HOST": hosts.firestore_host, "PUBSUB_EMULATOR_HOST": hosts.pubsub_host}

    def environment(self, function: str, **more: str) -> dict[str, str]:
        """Of the process that serves this function, as Cloud Run and infra/topology.yaml would set it."""
        listed = topology().functions[function]
        own = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        serving = {
            "PYTHONPATH": str(ROOT),
            "K_SERVICE": function,
            "WORKERS": "1",
            "THREADS": str(listed.concurrency),
            "CLOUD_RUN_TIMEOUT_SECONDS": str(listed.timeout_seconds),
        }
        return own | self.settings() | serving | more

    def source(self, function: str) -> Path:
        """The generated main.py of a deployed archive."""
        shim = self.folder / "archives" / function / "main.py"
        shim.parent.mkdir(parents=True, exist_ok=True)
        shim.write_text(SHIM.format(name=function))
        return shim


def adopt_settings(settings: Mapping[str, str]) -> None:
    """Make these the environment of this process, for adapters built in it."""
    for name in [name for name in os.environ if name.startswith(_FOREIGN)]:
        del os.environ[name]
    os.environ.update(settings)
