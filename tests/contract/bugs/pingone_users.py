"""Bugs of PingOne's users: what a request forgets, who signs in, whom populations count."""

from dataclasses import replace

from fakeping.families.pingone import password_handlers, user_handlers
from fakeping.families.pingone.populations import Populations
from fakeping.families.pingone.signin import issue
from fakeping.families.pingone.user import User
from fakeping.families.pingone.users import Users
from tests.contract.bugs.pingone_entities import never_free_again, nobody_has
from tests.contract.bugs.seams import bugs, instead, nothing

current = bugs("pingone.current")


def what_is_said(right, document, changes):
    return {**{name: document[name] for name in ("username", "email")}, **changes}


def all_that_is_said(right, users, current_user, said):
    return {**said, "population_id": said["population_id"] or current_user.population_id}


def stays_put(right, users, id_, population_id):
    right(users, id_, population_id)
    return users.put(replace(users.get(id_), population_id=users._default().id))


def none(right, users, population_id):
    return 0


def never_locked(right, users, id_, **values):
    return right(users, id_, **{name: each for name, each in values.items() if name != "locked_at"})


def whoever(right, environment, authorization):
    return environment.users.named(authorization.session.user_id)


def without_force(right, call, user, value, *, must_change):
    return right(call, user, value, must_change=False)


def default_theme_alone(right, populations, entity):
    return right(populations, replace(entity, theme_id=None, preferred_language=None))


BUGS = (
    current("a user name is nobody's", nobody_has(User), "user.username-unique"),
    current("a user name is never free", never_free_again(User), "user.username-unique"),
    current("a PATCH is a PUT", instead(user_handlers, "_merged", what_is_said), "user.patch"),
    current("a PUT moves users", instead(Users, "changes", all_that_is_said), "user.once"),
    current("users stay where they are", instead(Users, "move", stays_put), "user.population"),
    current("an account is never locked", instead(Users, "set", never_locked), "user.account"),
    current("who is disabled goes on", instead(issue, "user_of", whoever), "user.signs-in"),
    current(
        "any password does",
        instead(password_handlers, "_require", nothing),
        "password.wrong",
    ),
    current(
        "no password must be changed",
        instead(password_handlers, "_become", without_force),
        "password.state password.check",
    ),
    current("nobody is counted", instead(Users, "count", none), "population.user-count"),
    current(
        "any population goes",
        instead(Populations, "require_removable", nothing),
        "population.kept population.last population.default",
    ),
    current(
        "every population speaks the default language",
        instead(Populations, "shown", default_theme_alone),
        "population.members",
    ),
)
