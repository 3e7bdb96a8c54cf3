/** Version of the program, as package.json says it; a test keeps the two together. */
export const VERSION = '0.1.0';
