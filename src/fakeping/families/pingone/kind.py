"""A kind of entity: its place in URLs, its members, and its collection in an environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from fakeping.core.exchange import JSON, encoded
from fakeping.families.pingone.collection import Collection, Entity
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.filtering import Fields
from fakeping.families.pingone.record import Record

E = TypeVar("E", bound=Entity)


def environment_url(base_url: str, environment_id: str) -> str:
    """The URL of an environment."""
    return f"{base_url}/v1/environments/{environment_id}"


def _environment(_entity: Any, _edition: Edition) -> tuple[str, ...]:
    return ("environment",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[E]):
    """A kind of entity, as the generic operations need to know it."""

    #: As in operation names and schemas: `scope`, `sign_on_policy`.
    name: str
    #: As in URLs, and as the name of a collection: `scopes`, `signOnPolicies`.
    plural: str
    #: The kind that it is part of, such as the resource of a scope.
    parent: "Kind[Any] | None" = None
    record: Record
    #: Its collection in an environment (an `Environment`, which this module need not know), for
    #: the parameters of a path. Raises `NotFound` for an unknown parent.
    collection: Callable[[Any, Mapping[str, str]], Collection[E]]
    #: The links of an entity beside `self`: `environment`, the parent, parts such as `secret`.
    links: Callable[[E, Edition], tuple[str, ...]] = _environment
    #: The URL of a link to an entity of another kind, from the base URL and this entity.
    url_of: Mapping[str, Callable[[str, E], str]] = field(default_factory=dict)
    #: Members of an answer that follow from the entity, after the others.
    computed: Callable[[E], dict[str, JSON]] | None = None
    #: Members that depend on who asks (a `Call`, which this module need not know), at the end.
    for_caller: Callable[[Any, E], dict[str, JSON]] | None = None
    #: The members that a filter or an order can name.
    fields: Fields[E]
    #: Whether the source document has the kind; if not, its schemas are those of `current`.
    documented: bool = False
    #: Whether an answer depends on nothing but the entity, so that its bytes can be kept.
    kept: bool = True
    #: The kinds of its parts that an entry of the state document lists within it.
    parts: tuple[str, ...] = ()
    #: In summaries, with its article.
    noun: str = ""
    #: In summaries, in the plural.
    nouns: str = ""

    @property
    def param(self) -> str:
        """The path parameter with an entity's id."""
        return f"{self.name}_id"

    @property
    def member(self) -> str:
        """The member and the link by which a part names it: `signOnPolicy`."""
        first, *rest = self.name.split("_")
        return first + "".join(map(str.capitalize, rest))

    @property
    def a(self) -> str:
        """The kind with its article: `an attribute`."""
        return self.noun or f"{'an' if self.name[0] in 'aeio' else 'a'} {self.name}"

    def parameters(self, edition: Edition) -> frozenset[str]:
        """The query parameters that its collection understands in an edition."""
        known = edition.parameters
        return known if self.fields else known - {"filter", "order"}

    def schema(self, edition: str) -> str:
        """The name of its schema in an edition; that of a request for it goes on `_request`."""
        return f"pingone/{edition if self.documented else 'current'}/{self.name}"

    def path(self) -> str:
        """The path of the collection, with parameters."""
        if self.parent is None:
            return f"/v1/environments/{{environment_id}}/{self.plural}"
        return f"{self.parent.path()}/{{{self.parent.param}}}/{self.plural}"

    def parent_id(self, entity: E) -> str:
        """The id of the entity that this one is part of."""
        id_: str = getattr(entity, self.parent.param) if self.parent else ""
        return id_

    def url(self, base_url: str, environment_id: str, parent_id: str = "") -> str:
        """The URL of a collection."""
        of = environment_url(base_url, environment_id)
        if self.parent is not None:
            of = f"{of}/{self.parent.plural}/{parent_id}"
        return f"{of}/{self.plural}"

    def document(self, base_url: str, entity: E, edition: Edition) -> dict[str, JSON]:
        """An entity, as an answer has it."""
        environment_id: str = entity.environment_id  # type: ignore[attr-defined]
        environment = environment_url(base_url, environment_id)
        known = {"environment": environment}
        of = environment
        parent: dict[str, JSON] = {}
        if self.parent is not None:
            parent_id = self.parent_id(entity)
            of = known[self.parent.member] = f"{environment}/{self.parent.plural}/{parent_id}"
            parent = {self.parent.member: {"id": parent_id}}
        url = f"{of}/{self.plural}/{entity.id}"
        links = {"self": {"href": url}}
        for each in self.links(entity, edition):
            other = self.url_of.get(each)
            href = other(base_url, entity) if other else known.get(each) or f"{url}/{each}"
            links[each] = {"href": href}
        dates = entity.created_at, entity.updated_at  # type: ignore[attr-defined]
        return {
            "_links": links,
            "id": entity.id,
            "environment": {"id": environment_id},
            **parent,
            **self.record.write(entity, edition),
            **(self.computed(entity) if self.computed else {}),
            **({"createdAt": dates[0], "updatedAt": dates[1]} if dates[0] is not None else {}),
        }

    def encoded(self, collection: Collection[E], entity: E, *, base_url: str) -> bytes:
        """The bytes of an entity's document, kept from the last time if possible."""
        edition = collection.edition
        if not self.kept:
            return encoded(self.document(base_url, collection.shown(entity), edition))
        return collection.table.encoded(
            entity.id,
            form="whole",
            base_url=base_url,
            render=lambda each: self.document(base_url, each, edition),
        )
