"""Floor 5: what an institution keeps: sources, claims under review, registers, history.

In: files, people's decisions, what the floors below read from them. Out: models and services that
pages, commands and the API call; every change goes through a service, and into the history.
"""
