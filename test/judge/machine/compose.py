"""Whether a Compose file is one by the specification; the variables of the one that is named are filled in."""

import re
import sys

from compose_spec import PyCompose

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
text = re.sub(r"\$\{\w+:\?[^}]*\}", "example.com", text)
compose = PyCompose.from_yaml(text)
compose.validate()
print(*compose.service_names())
