"""The audience's app: only what may be shown in public, large and calm, or nothing."""
