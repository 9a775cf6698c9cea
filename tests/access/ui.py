from tests.access.rows import EVERYBODY, STAFF, Row

ROWS = [
    Row("healthz", EVERYBODY),
    Row("readyz", EVERYBODY),
    Row("ui:language", EVERYBODY, data={"language": "en"}),
    Row("ui:theme", EVERYBODY, data={"theme": "sombre"}),
    Row("ui:keys", EVERYBODY, data={"keys": "non"}),
    Row("workspace:components", STAFF),
    Row("ui:resume", EVERYBODY, answers=frozenset({302})),
]
