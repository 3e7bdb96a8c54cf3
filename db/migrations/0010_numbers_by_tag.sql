DROP INDEX `cases_number`;--> statement-breakpoint
DROP INDEX `cases_phone`;--> statement-breakpoint
DROP INDEX `cases_id_no`;--> statement-breakpoint
ALTER TABLE `cases` DROP COLUMN `phone`;--> statement-breakpoint
ALTER TABLE `cases` DROP COLUMN `id_no`;