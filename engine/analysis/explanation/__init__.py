"""Why a requirement is judged as it is, and what would clear it."""
