"""Labels: what an owner, and a resource server, sort resource sets by."""

from fakeping.core.rules import Evidence, Rule

_DOC = "PingAM 8.1, UMA labels"
_SOURCE = "Source of OpenAM, UmaLabelResource"

CREATED = Rule(
    name="pingam.label.created",
    says="A label has a `name` and a `type`, `USER`, `STAR` or `SYSTEM`: 201 with `_id` and `_rev`,"
    " and an id of the server's own even where a `PUT` names one. Several may have one name and"
    " one type, and a new owner has none.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: the sample. Names, types and ids: {_SOURCE}",
)
SHAPE = Rule(
    name="pingam.label.shape",
    says="A label without a `type` or a `name`, or with one that it can't have, is 400, `Invalid"
    " Json - /type: ...`.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}: what is missing. It fails with 500 on another type: unspecified",
    operations=("pingam.label.create", "pingam.label.put"),
    statuses=(400,),
)
PLACED = Rule(
    name="pingam.label.placed",
    says="`resourceSetIDs` puts a new label on those of these resource sets that are the owner's.",
    evidence=Evidence.DOCUMENTED,
    source="PingAM 8, /json/users/{user}/oauth2/resources/labels. Unknown ids: unspecified. The"
    " ancestor ignores it: `label_resource_sets` is off in `openam`",
)
QUERY = Rule(
    name="pingam.label.query",
    says="`_queryFilter=true` lists all labels, system labels too; any other query is 400, `Invalid"
    " query`. There are no pages. The `_rev` of a label in a list is not the one of its creation.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: the sample. Other filters, and revisions: {_SOURCE}",
    operations=("pingam.label.query",),
    statuses=(400,),
)
DELETED = Rule(
    name="pingam.label.deleted",
    says="A deletion answers the label, without `_rev`, and takes it off its resource sets, which"
    " stay.",
    evidence=Evidence.DOCUMENTED,
    source=_DOC,
)
REVISION = Rule(
    name="pingam.label.revision",
    says="An `If-Match` that is neither `*` nor the label's revision is 400, `Error deleting"
    " label.`: a label that has been put on a resource set since has another.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}: the message is swallowed",
    operations=("pingam.label.delete",),
    statuses=(400,),
)
MISSING = Rule(
    name="pingam.label.missing",
    says="Deleting a label that is not there, or is another owner's, is 400, `Error deleting"
    " label.`, and 404 where `label_delete_404` is on.",
    evidence=Evidence.INFERRED,
    source=f"{_SOURCE}. Of 8.1: unspecified. Switch `label_delete_404`",
    operations=("pingam.label.delete",),
    statuses=(400, 404),
)
SYSTEM = Rule(
    name="pingam.label.system",
    says="The `labels` of a registration are system labels, whose id is `{client}/{label}`; they"
    " cannot be deleted: 400, 'Error deleting label.'",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}: 'cannot be deleted'. The ids: source of OpenAM, ResourceSetLabelRegistration."
    " The status: unspecified. The ancestor deletes them: `delete_system_labels` is on in `openam`",
    operations=("pingam.label.delete",),
    statuses=(400,),
)
UNSERVED = Rule(
    name="pingam.label.unserved",
    says="Labels are created, queried and deleted; to read, update or patch one is 501.",
    evidence=Evidence.INFERRED,
    source=_SOURCE,
    operations=("pingam.label.put", "pingam.label.delete"),
    statuses=(501,),
)
ON_SETS = Rule(
    name="pingam.owner_resource_set.labels",
    says="An owner may read their resource sets and, by a `PUT` of a whole description, replace the"
    " labels that are their own by those whose ids `labels` lists; what else it says counts for"
    " nothing. The owner reads the ids of labels that are no system labels, the resource server"
    " the names of all.",
    evidence=Evidence.DOCUMENTED,
    source=f"{_DOC}; OpenAM 13, Administration Guide, UMA; source of OpenAM, ResourceSetResource",
)
ON_SETS_SHAPE = Rule(
    name="pingam.owner_resource_set.shape",
    says="A `PUT` that is no whole description with `labels` is 400, 'Error retrieving labels.'",
    evidence=Evidence.INFERRED,
    source="Source of OpenAM, ResourceSetResource. Without `labels` it fails with 500: unspecified",
    operations=("pingam.owner_resource_set.update",),
    statuses=(400,),
)
ON_SETS_UNKNOWN = Rule(
    name="pingam.owner_resource_set.unknown-label",
    says="A label that is none of the owner's is 404, and no label changes.",
    evidence=Evidence.INFERRED,
    source="Source of OpenAM, ResourceSetResource, which has taken the others off by then",
    operations=("pingam.owner_resource_set.update",),
    statuses=(404,),
)
