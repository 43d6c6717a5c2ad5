"""What reads tables, never a running model: so it reads real UCDP tables as well."""
