"""The documented attributes of a user, by their paths in the wire's form."""

#: The documented attributes that a client can set, beside those that have members of their own.
PATHS = (
    "name.formatted",
    "name.honorificPrefix",
    "name.honorificSuffix",
    "name.middle",
    "nickname",
    "title",
    "type",
    "locale",
    "preferredLanguage",
    "timezone",
    "address.streetAddress",
    "address.locality",
    "address.region",
    "address.postalCode",
    "address.countryCode",
    "mobilePhone",
    "primaryPhone",
    "externalId",
    "photo.href",
)
