# Everything that a change has to pass, as it is run for each change.
ci:
    bash .ci/run

# The page, the views and the SPARQL endpoint over the data that ships, at http://127.0.0.1:7878.
demo:
    cargo run --release -- demo

# The front end's bundle; needs node.
web:
    cd web && npm ci && npm run build

# The packed tables of examples/data from the published files.
pack DATA:
    cargo run --release --example pack -- {{DATA}} examples/data

# Licences and advisories of what we depend on; needs cargo-deny.
deny:
    cargo deny check
