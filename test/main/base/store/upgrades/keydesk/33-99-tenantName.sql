-- A tenant that was entered by its domain.
INSERT INTO tenant_name (name, id, learned_at)
  VALUES ('contoso.example', '0f6bbd3e-4c43-4bd7-9d5c-8f1d8c1f3a10', '2026-11-01T08:00:00.000Z');
