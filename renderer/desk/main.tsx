import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { takeLaunchToken } from './client.ts';
import { applyPreferences } from './preferences.ts';
import { queryClient } from './queries.ts';
import './style/tokens.css';
import './style/controls.css';
import './style/frame.css';
import './style/pieces.css';
import './style/start.css';

takeLaunchToken();
applyPreferences();
// The desk was started anew and its address opened in this very window: begin anew with the new token.
window.addEventListener('hashchange', () => {
  if (takeLaunchToken()) location.reload();
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
