import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';

const isJob = (url: URL) => /\/import\/jobs\/[0-9a-f-]+$/.test(url.pathname);

/** What is told of a job as it changes would tell it as it is. */
const EVENTS = /\/import\/jobs\/[0-9a-f-]+\/events/;

test('an import whose rows are not kept any more says so, and offers nothing that needs them', async ({ page, wizard }) => {
  await wizard.importFile(files.contacts, 'Long ago');
  await expect(page.getByRole('link', { name: 'Download the report of all rows' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo this import' })).toBeVisible();
  await page.route(EVENTS, (route) => route.abort());
  await page.route(isJob, async (route) => {
    const response = await route.fetch();
    const job = await response.json();
    delete job.metadata.importReportDownloadUrl;
    delete job.metadata.dryRunReportDownloadUrl;
    await route.fulfill({ response, json: { ...job, rowsRemoved: true } });
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.reload();
  await expect(page.getByText('are not kept any more')).toBeVisible();
  await expect(wizard.bigNumber('Imported contacts')).toHaveText('3');
  await expect(page.getByRole('link', { name: /Download/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo this import' })).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(asked.filter((url) => /\/(rows|problems)/.test(url))).toEqual([]);
  await expectAccessible(page);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('an import that stands still says why', async ({ page, wizard }) => {
  await wizard.importFile(files.contacts, 'Full disk');
  const statusDetails = 'it stands still: the disk of the database is full';
  await page.route(EVENTS, (route) => route.abort());
  await page.route(isJob, async (route) => {
    const response = await route.fetch();
    const job = await response.json();
    await route.fulfill({ response, json: { ...job, status: 'Running', statusDetails } });
  });
  await page.reload();
  await expect(page.getByText(`At present the server cannot go on with it: ${statusDetails}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expectAccessible(page);
  // The page goes on asking when the server is gone.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
