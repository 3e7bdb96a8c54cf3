/*
 * The functions of winspool.drv that the desk uses, for tests of the bindings on systems without Windows: one printer,
 * whose paper is the file named by WINSPOOL_FILE. Types have the widths of the Windows SDK (DWORD 32 bits, WCHAR 16).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint32_t DWORD;
typedef int32_t BOOL;
typedef uint16_t WCHAR;

typedef struct { WCHAR *pDocName, *pOutputFile, *pDatatype; } DOC_INFO_1W;
typedef struct {
  WCHAR *pServerName, *pPrinterName, *pShareName, *pPortName, *pDriverName, *pComment, *pLocation;
  void *pDevMode;
  WCHAR *pSepFile, *pPrintProcessor, *pDatatype, *pParameters;
  void *pSecurityDescriptor;
  DWORD Attributes, Priority, DefaultPriority, StartTime, UntilTime, Status, cJobs, AveragePPM;
} PRINTER_INFO_2W;
typedef struct {
  DWORD JobId;
  WCHAR *pPrinterName, *pMachineName, *pUserName, *pDocument, *pDatatype, *pStatus;
  DWORD Status, Priority, Position, TotalPages, PagesPrinted;
  uint16_t Submitted[8];
} JOB_INFO_1W;

static const WCHAR NAME[] = {0x7a97, 0x53e3, 0x5c0f, 0x7968, 0x673a, 0}; /* 窗口小票机 */
static const WCHAR DRIVER[] = {'G', 'P', '-', '8', '0', 0};
static const WCHAR PORT[] = {'U', 'S', 'B', '0', '0', '1', 0};
static FILE *paper;
static int job_looks;

static DWORD knob(const char *name) { return getenv(name) ? (DWORD)strtoul(getenv(name), 0, 16) : 0; }
static int same(const WCHAR *a, const WCHAR *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

/* Structures first, their strings behind them in the same buffer, as the spooler does. */
static BOOL fill(int count, uint8_t *buffer, DWORD size, DWORD *needed) {
  *needed = count * sizeof(PRINTER_INFO_2W) + sizeof NAME + sizeof DRIVER + sizeof PORT;
  if (size < *needed) return 0;
  memset(buffer, 0, size);
  uint8_t *tail = buffer + count * sizeof(PRINTER_INFO_2W);
  WCHAR *name = memcpy(tail, NAME, sizeof NAME);
  WCHAR *driver = memcpy(tail + sizeof NAME, DRIVER, sizeof DRIVER);
  WCHAR *port = memcpy(tail + sizeof NAME + sizeof DRIVER, PORT, sizeof PORT);
  for (int i = 0; i < count; i++) {
    PRINTER_INFO_2W *info = (PRINTER_INFO_2W *)buffer + i;
    info->pPrinterName = name, info->pDriverName = driver, info->pPortName = port;
    info->Status = knob("WINSPOOL_STATUS"), info->Attributes = knob("WINSPOOL_ATTRIBUTES"), info->cJobs = i;
  }
  return 1;
}

BOOL OpenPrinterW(WCHAR *name, void **printer, void *defaults) {
  if (!same(name, NAME)) return 0;
  *printer = &paper;
  return 1;
}
DWORD StartDocPrinterW(void *printer, DWORD level, DOC_INFO_1W *doc) {
  static const WCHAR RAW[] = {'R', 'A', 'W', 0};
  if (printer != &paper || level != 1 || doc->pOutputFile || !same(doc->pDatatype, RAW)) return 0;
  paper = fopen(getenv("WINSPOOL_FILE"), "wb");
  job_looks = 0;
  return paper ? 77 : 0;
}
BOOL StartPagePrinter(void *printer) { return printer == &paper; }
BOOL WritePrinter(void *printer, void *bytes, DWORD size, DWORD *written) {
  DWORD most = knob("WINSPOOL_MOST");
  *written = fwrite(bytes, 1, most && size > most ? most : size, paper);
  return 1;
}
BOOL EndPagePrinter(void *printer) { return printer == &paper; }
BOOL EndDocPrinter(void *printer) { return fclose(paper) == 0; }
BOOL AbortPrinter(void *printer) { return 1; }
BOOL ClosePrinter(void *printer) { return printer == &paper; }
BOOL GetPrinterW(void *printer, DWORD level, uint8_t *buffer, DWORD size, DWORD *needed) {
  return level == 2 && fill(1, buffer, size, needed);
}
BOOL GetJobW(void *printer, DWORD id, DWORD level, uint8_t *buffer, DWORD size, DWORD *needed) {
  if (id != 77 || level != 1 || ++job_looks > 5) return *needed = 0;
  *needed = sizeof(JOB_INFO_1W);
  if (size < *needed) return 0;
  memset(buffer, 0, size);
  ((JOB_INFO_1W *)buffer)->JobId = id;
  ((JOB_INFO_1W *)buffer)->Status = 0x10; /* JOB_STATUS_PRINTING */
  return 1;
}
BOOL SetJobW(void *printer, DWORD id, DWORD level, uint8_t *job, DWORD command) { return id == 77 && command == 5; }
BOOL EnumPrintersW(DWORD flags, WCHAR *name, DWORD level, uint8_t *buffer, DWORD size, DWORD *needed, DWORD *returned) {
  *returned = 0;
  if (flags != 6 || name || level != 2 || !fill(2, buffer, size, needed)) return 0;
  *returned = 2;
  return 1;
}
