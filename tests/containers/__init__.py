"""The system in containers, where a Docker engine is: `.ci/engine up` makes one."""
