"""Who may do what: owners x tokens x scopes, every cross call with the answer it must get.

Two tables, as data. `matrix` is of an authorization server: each operation on each owner's
resource set, with each token that there can be. `access_matrix` is of a resource server of your
own, which trusts that authorization server: each scope of each owner's resource, with each RPT
that there can be, and with what is none. A `MatrixTarget` carries them out.

```python
@pytest.fixture(scope="module")
def matrix_target(fakeping_module):
    return MatrixTarget.of(fakeping_module)


@pytest.mark.parametrize("case", access_matrix(scopes=("view", "edit")), ids=str)
def test_my_resource_server(case, matrix_target):
    matrix_target.hold_server(case, ask_my_server)
```
"""

from fakeping.contract.pingam.matrix.access import AccessAttempt, access_matrix
from fakeping.contract.pingam.matrix.bearers import Bearer, TokenKind
from fakeping.contract.pingam.matrix.cases import Case, matrix
from fakeping.contract.pingam.matrix.target import Ask, MatrixTarget

__all__ = [
    "AccessAttempt",
    "Ask",
    "Bearer",
    "Case",
    "MatrixTarget",
    "Stage",
    "TokenKind",
    "access_matrix",
    "matrix",
]

#: The older name, kept for one release.
Stage = MatrixTarget
