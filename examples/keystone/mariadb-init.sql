CREATE DATABASE IF NOT EXISTS keystone CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'keystone'@'%' IDENTIFIED BY '{{secret.db-password}}';
ALTER USER 'keystone'@'%' IDENTIFIED BY '{{secret.db-password}}';
GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'%';
