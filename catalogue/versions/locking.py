"""Holding a record, so that nobody else changes it meanwhile."""


def lock_for_update(record) -> None:
    """Read a record again and keep others from changing it until the transaction ends."""
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update())
