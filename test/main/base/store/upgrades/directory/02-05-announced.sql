-- Versions 2 to 5: users up to this number are announced.
UPDATE tenants SET announced = 3;
