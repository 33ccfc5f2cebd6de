"""SQL: articles, issues, readers, the delivery ledger, migrations. No other room speaks SQL."""
