"""One page, one short script: selection -> frames -> figures."""
