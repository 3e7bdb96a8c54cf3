CREATE TABLE `case_figures` (
	`seq` integer PRIMARY KEY NOT NULL,
	`first_on` text NOT NULL,
	`last_on` text NOT NULL,
	`figures` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `case_figures_dates` ON `case_figures` (`last_on`,`first_on`);