/** The desk's icons, drawn on a 24 × 24 grid; always beside a word, therefore hidden from screen readers. */
const PATHS = {
  pen: 'M4 20l1-5L16 4l4 4L9 19l-5 1zM14 6l4 4',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  moon: 'M20 14.5A8 8 0 019.5 4 8 8 0 1020 14.5z',
  sun: 'M12 7a5 5 0 100 10 5 5 0 000-10zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5',
  search: 'M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20',
  chart: 'M4 20h16M7 16v-5M12 16V6M17 16v-8',
  printer: 'M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z',
  sync: 'M20 8A8.5 8.5 0 005 7.5L4 9M4 4v5h5M4 16a8.5 8.5 0 0015 .5l1-1.5M20 20v-5h-5',
  gear: 'M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 7.5V12l3 2',
  alert: 'M12 4l9 16H3L12 4zM12 10v4.5M12 17.2v.1',
  cross: 'M6 6l12 12M18 6L6 18',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  user: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4.5 20c.8-3.8 3.8-5.5 7.5-5.5s6.7 1.7 7.5 5.5',
  home: 'M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6',
  panel: 'M4 5h16v14H4zM15 5v14',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  camera: 'M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10.5a3 3 0 100 6 3 3 0 000-6z',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  plus: 'M12 5v14M5 12h14',
  phone: 'M6 3h4l1.5 5-2.5 1.5a12 12 0 005.5 5.5L16 12.5 21 14v4a2 2 0 01-2 2A15 15 0 014 5a2 2 0 012-2z',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 016 0v3',
  circle: 'M12 5a7 7 0 100 14 7 7 0 000-14z',
  undo: 'M9 5L4 10l5 5M4 10h10a5 5 0 010 10h-3',
  flag: 'M6 21V4h11l-2 4 2 4H6',
} as const;

export type IconName = keyof typeof PATHS;

/** `size` is in pixels at 100 % text; icons grow with the text. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      style={{ width: `${size / 14}rem`, height: `${size / 14}rem` }}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
