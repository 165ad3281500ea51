"""Numbers of documents, vehicles and post offices, a country a module: shapes, cue words and check digits together."""
