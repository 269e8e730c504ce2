"""Who may do what: owners x tokens x scopes, every cross call with the answer it must get.

Two tables, as data. `matrix` is of an authorization server: each operation on each owner's
resource set, with each token that there can be. `access_matrix` is of a resource server of your
own, which trusts that authorization server: each scope of each owner's resource, with each RPT
that there can be, and with what is none. A `Stage` carries them out.

```python
@pytest.mark.parametrize("case", access_matrix(scopes=("view", "edit")), ids=str)
def test_my_resource_server(case, stage):
    stage.hold_server(case, ask_my_server)
```
"""

from fakeping.contract.pingam.matrix.access import Access, access_matrix
from fakeping.contract.pingam.matrix.bearers import Bearer, Kind
from fakeping.contract.pingam.matrix.cases import Case, matrix
from fakeping.contract.pingam.matrix.stage import Ask, Stage

__all__ = ["Access", "Ask", "Bearer", "Case", "Kind", "Stage", "access_matrix", "matrix"]
