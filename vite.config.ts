import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * Two pages built apart, so that they share no file: the officer's desk, and the citizen's signing page, which needs only
 * `signing/index.html` and the two `assets/signing-*` files. Paths are relative: the same build runs under `app://`,
 * 127.0.0.1 and behind `/s/TOKEN`.
 */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  server: { host: '127.0.0.1' },
  build: { target: 'es2022', chunkSizeWarningLimit: 1_200 },
  environments: {
    client: {
      build: {
        outDir: '../dist/renderer',
        emptyOutDir: true,
        assetsDir: 'assets',
        rolldownOptions: {
          input: 'renderer/desk/index.html',
          output: {
            // antd is only needed by the pages behind the registration form: it must not delay the first paint.
            codeSplitting: {
              groups: [
                { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 20 },
                {
                  name: 'antd',
                  test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[^\\/]+|dayjs)[\\/]/,
                  priority: 10,
                },
              ],
            },
          },
        },
      },
    },
    signing: {
      consumer: 'client',
      build: {
        outDir: '../dist/renderer',
        emptyOutDir: false,
        assetsDir: 'assets',
        rolldownOptions: {
          input: 'renderer/signing/index.html',
          output: { entryFileNames: 'assets/signing-[hash].js', assetFileNames: 'assets/signing-[hash][extname]' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'signing']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
