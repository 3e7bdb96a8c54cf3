import koffi from 'koffi';

/**
 * The Windows print spooler (winspool.drv), as far as it is used here. Written for review: it was never run on Windows. On
 * other systems only the declarations are made, so that a slip in them is seen by the tests.
 *
 * Signatures are those of the Windows SDK's `winspool.h`, as given at
 * https://learn.microsoft.com/windows/win32/printdocs/printing-and-print-spooler-functions; each is repeated above its
 * binding. Every call is made on a thread of koffi's (`.async`), because a network printer may keep one waiting for
 * seconds; the price is that `GetLastError`, which belongs to the thread, is out of reach.
 */
const HANDLE = koffi.pointer('HANDLE', koffi.opaque());
const DWORD = 'uint32_t';
const BOOL = 'int32_t';
const LPWSTR = 'str16';
const LPDWORD_OUT = koffi.out(koffi.pointer(DWORD));
const BYTES = koffi.pointer('uint8_t');

/** `typedef struct _DOC_INFO_1W { LPWSTR pDocName; LPWSTR pOutputFile; LPWSTR pDatatype; } DOC_INFO_1W;` */
export const DOC_INFO_1W = koffi.struct('DOC_INFO_1W', { pDocName: LPWSTR, pOutputFile: LPWSTR, pDatatype: LPWSTR });

/** `typedef struct _PRINTER_INFO_2W { … }`, in the order of `winspool.h`. */
export const PRINTER_INFO_2W = koffi.struct('PRINTER_INFO_2W', {
  pServerName: LPWSTR,
  pPrinterName: LPWSTR,
  pShareName: LPWSTR,
  pPortName: LPWSTR,
  pDriverName: LPWSTR,
  pComment: LPWSTR,
  pLocation: LPWSTR,
  pDevMode: 'void *',
  pSepFile: LPWSTR,
  pPrintProcessor: LPWSTR,
  pDatatype: LPWSTR,
  pParameters: LPWSTR,
  pSecurityDescriptor: 'void *',
  Attributes: DWORD,
  Priority: DWORD,
  DefaultPriority: DWORD,
  StartTime: DWORD,
  UntilTime: DWORD,
  Status: DWORD,
  cJobs: DWORD,
  AveragePPM: DWORD,
});

/** The beginning of `JOB_INFO_1W`, up to `Status`; what follows is not looked at. */
export const JOB_INFO_1W = koffi.struct('JOB_INFO_1W', {
  JobId: DWORD,
  pPrinterName: LPWSTR,
  pMachineName: LPWSTR,
  pUserName: LPWSTR,
  pDocument: LPWSTR,
  pDatatype: LPWSTR,
  pStatus: LPWSTR,
  Status: DWORD,
});

/** Every function's result and parameters; all are `__stdcall` (WINAPI). */
export const FUNCTIONS = {
  // BOOL OpenPrinterW(LPWSTR pPrinterName, LPHANDLE phPrinter, LPPRINTER_DEFAULTSW pDefault)
  OpenPrinterW: [BOOL, [LPWSTR, koffi.out(koffi.pointer(HANDLE)), 'void *']],
  // DWORD StartDocPrinterW(HANDLE hPrinter, DWORD Level, LPBYTE pDocInfo)
  StartDocPrinterW: [DWORD, [HANDLE, DWORD, koffi.pointer(DOC_INFO_1W)]],
  // BOOL StartPagePrinter(HANDLE hPrinter)
  StartPagePrinter: [BOOL, [HANDLE]],
  // BOOL WritePrinter(HANDLE hPrinter, LPVOID pBuf, DWORD cbBuf, LPDWORD pcWritten)
  WritePrinter: [BOOL, [HANDLE, BYTES, DWORD, LPDWORD_OUT]],
  // BOOL EndPagePrinter(HANDLE hPrinter)
  EndPagePrinter: [BOOL, [HANDLE]],
  // BOOL EndDocPrinter(HANDLE hPrinter)
  EndDocPrinter: [BOOL, [HANDLE]],
  // BOOL AbortPrinter(HANDLE hPrinter)
  AbortPrinter: [BOOL, [HANDLE]],
  // BOOL ClosePrinter(HANDLE hPrinter)
  ClosePrinter: [BOOL, [HANDLE]],
  // BOOL GetPrinterW(HANDLE hPrinter, DWORD Level, LPBYTE pPrinter, DWORD cbBuf, LPDWORD pcbNeeded)
  GetPrinterW: [BOOL, [HANDLE, DWORD, BYTES, DWORD, LPDWORD_OUT]],
  // BOOL GetJobW(HANDLE hPrinter, DWORD JobId, DWORD Level, LPBYTE pJob, DWORD cbBuf, LPDWORD pcbNeeded)
  GetJobW: [BOOL, [HANDLE, DWORD, DWORD, BYTES, DWORD, LPDWORD_OUT]],
  // BOOL SetJobW(HANDLE hPrinter, DWORD JobId, DWORD Level, LPBYTE pJob, DWORD Command)
  SetJobW: [BOOL, [HANDLE, DWORD, DWORD, BYTES, DWORD]],
  // BOOL EnumPrintersW(DWORD Flags, LPWSTR Name, DWORD Level, LPBYTE pPrinterEnum, DWORD cbBuf, LPDWORD pcbNeeded,
  //                    LPDWORD pcReturned)
  EnumPrintersW: [BOOL, [DWORD, LPWSTR, DWORD, BYTES, DWORD, LPDWORD_OUT, LPDWORD_OUT]],
} as const satisfies Record<string, readonly [string, readonly unknown[]]>;

/** PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS */
const ENUM_FLAGS = 0x2 | 0x4;
const JOB_CONTROL_DELETE = 5;
/** More than this is no list of a desk's printers. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface WinPrinter {
  name: string;
  driver: string;
  port: string;
  status: number;
  attributes: number;
}

/** An opened printer of the spooler. What fails is false or null; why, the spooler does not tell here. */
export interface WinHandle {
  info(): Promise<WinPrinter | null>;
  /** Begins a RAW document. @returns the job's number, 0 when it failed */
  startDoc(name: string): Promise<number>;
  startPage(): Promise<boolean>;
  /** @returns how many bytes were taken, null when it failed. `bytes` must not be changed meanwhile. */
  write(bytes: Buffer): Promise<number | null>;
  endPage(): Promise<boolean>;
  endDoc(): Promise<boolean>;
  /** Throws away the document under way, as far as it has not left. */
  abort(): Promise<boolean>;
  /** `JOB_STATUS_…` bits, or null when the spooler has no such job (any more). */
  jobStatus(id: number): Promise<number | null>;
  deleteJob(id: number): Promise<boolean>;
  close(): Promise<boolean>;
}

export interface Winspool {
  list(): Promise<WinPrinter[] | null>;
  open(name: string): Promise<WinHandle | null>;
}

/**
 * @param path another library with the same functions, for tests
 * @throws Error when there is no winspool.drv: on every system but Windows
 */
export function loadWinspool(path = 'winspool.drv'): Winspool {
  const library = koffi.load(path);
  const call = Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, [result, parameters]]) => {
      const bound = library.func('__stdcall', name, result, [...parameters]);
      return [name, promised(bound.async)];
    }),
  ) as Record<keyof typeof FUNCTIONS, (...args: unknown[]) => Promise<number>>;

  /** Calls that fill a buffer are made twice: the first says how large it must be. */
  async function filled(ask: (buffer: Buffer | null, size: number, needed: number[]) => Promise<number>) {
    const needed = [0];
    await ask(null, 0, needed);
    const size = needed[0] ?? 0;
    if (size === 0 || size > MOST_BYTES) return null;
    const buffer = Buffer.alloc(size);
    return (await ask(buffer, size, needed)) ? buffer : null;
  }

  function handle(printer: unknown): WinHandle {
    const did = async (result: Promise<number>): Promise<boolean> => (await result) !== 0;
    return {
      async info() {
        const buffer = await filled((b, size, needed) => call.GetPrinterW(printer, 2, b, size, needed));
        return buffer && printerOf(koffi.decode(buffer, PRINTER_INFO_2W));
      },
      startDoc: (name) => call.StartDocPrinterW(printer, 1, { pDocName: name, pOutputFile: null, pDatatype: 'RAW' }),
      startPage: () => did(call.StartPagePrinter(printer)),
      async write(bytes) {
        const written = [0];
        return (await call.WritePrinter(printer, bytes, bytes.length, written)) ? (written[0] ?? 0) : null;
      },
      endPage: () => did(call.EndPagePrinter(printer)),
      endDoc: () => did(call.EndDocPrinter(printer)),
      abort: () => did(call.AbortPrinter(printer)),
      async jobStatus(id) {
        const buffer = await filled((b, size, needed) => call.GetJobW(printer, id, 1, b, size, needed));
        return buffer && (koffi.decode(buffer, JOB_INFO_1W) as { Status: number }).Status;
      },
      deleteJob: (id) => did(call.SetJobW(printer, id, 0, null, JOB_CONTROL_DELETE)),
      close: () => did(call.ClosePrinter(printer)),
    };
  }

  return {
    async list() {
      const returned = [0];
      const buffer = await filled((b, size, needed) =>
        call.EnumPrintersW(ENUM_FLAGS, null, 2, b, size, needed, returned),
      );
      const count = returned[0] ?? 0;
      if (!buffer) return null;
      return (koffi.decode(buffer, koffi.array(PRINTER_INFO_2W, count)) as unknown[]).map(printerOf);
    },
    async open(name) {
      const out = [null];
      return (await call.OpenPrinterW(name, out, null)) && out[0] ? handle(out[0]) : null;
    },
  };
}

function promised(call: (...args: unknown[]) => void): (...args: unknown[]) => Promise<number> {
  return (...args) =>
    new Promise((resolve, reject) => {
      call(...args, (error: unknown, result: number) => (error ? reject(error) : resolve(result)));
    });
}

/** The decoded structure, with its absent strings made empty. */
export function printerOf(info: unknown): WinPrinter {
  const { pPrinterName, pDriverName, pPortName, Status, Attributes } = info as Record<string, unknown>;
  return {
    name: String(pPrinterName ?? ''),
    driver: String(pDriverName ?? ''),
    port: String(pPortName ?? ''),
    status: Number(Status),
    attributes: Number(Attributes),
  };
}
