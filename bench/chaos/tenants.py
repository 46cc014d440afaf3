"""The businesses that customers write to: copies of the demo clinic, each with connections of its own."""

from dataclasses import dataclass

from gateway.demo import FILES
from gateway.evaluation.ground import token_of
from gateway.organizations.file_schema import OrganizationFile
from gateway.organizations.loading import loads

CHANNELS = ("gupshup", "evolution")
PROVIDER_KEY = "provider-key-of-chaos"


@dataclass(frozen=True, slots=True)
class Tenant:
    """A business, by its number from 1 on."""

    number: int

    @property
    def slug(self) -> str:
        return f"chaos-{self.number}"

    @property
    def app(self) -> str:
        """The name of its Gupshup app."""
        return f"ChaosApp{self.number}"

    @property
    def instance(self) -> str:
        """The name of its Evolution instance."""
        return f"chaos-instance-{self.number}"

    def path(self, channel: str) -> str:
        """Where its provider posts webhooks."""
        return f"/webhooks/{channel}/{token_of(f'{self._prefix}_{channel.upper()}_TOKEN')}"

    @property
    def secrets(self) -> dict[str, str]:
        """Variables of the environment that its file names."""
        return {f"{self._prefix}_{c.upper()}_API_KEY": PROVIDER_KEY for c in CHANNELS}

    def file(self) -> OrganizationFile:
        text = (FILES / "aurora.yaml").read_text("utf-8")
        for word, own in (
            ("slug: aurora ", f"slug: {self.slug} "),
            ("AURORA_", f"{self._prefix}_"),
            ("AuroraLumbreApp", self.app),
            ("aurora-lumbre ", f"{self.instance} "),
            ("aurora-web", f"chaos-web-{self.number}"),
        ):
            text = text.replace(word, own)
        return loads(text.encode(), f"{self.slug}.yaml")

    @property
    def _prefix(self) -> str:
        return self.slug.upper().replace("-", "_")


def tenants(count: int) -> tuple[Tenant, ...]:
    return tuple(Tenant(number) for number in range(1, count + 1))
