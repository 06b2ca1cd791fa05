def to_toml(experiment):
    return ""
