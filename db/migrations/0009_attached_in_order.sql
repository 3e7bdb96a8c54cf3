-- Which entries name files, along a station's chain: asked before each push, without reading every entry that waits.
CREATE INDEX `entries_attached_seq` ON `entries` (`station_id`,`station_seq`) WHERE `kind` = 'attached';
