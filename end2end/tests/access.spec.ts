import { expect, test as base } from '@playwright/test';

import { test } from './fixtures';
import { Muster } from './fixtures/muster';

base('the first administrator is made with the link that the server prints', async ({ page }) => {
  const muster = await Muster.start({ withUser: false });
  try {
    await page.goto(muster.setupLink());
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await expect(page.getByRole('link', { name: 'Import contacts' }).first()).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  } finally {
    await muster.stop();
  }
});

test('who is not signed in is asked to, and comes back to where they were', async ({ page, muster }) => {
  await page.context().clearCookies();
  await page.goto(`${muster.url}/imports`);
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Name and password do not fit together.')).toBeVisible();
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import history' })).toBeVisible();
});

test('a server that is gone is said in plain words', async ({ page, wizard }) => {
  await wizard.open();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Contacts', exact: true }).click();
  await expect(page.getByText('The server cannot be reached. Check your connection, then try again.')).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The directory is empty')).toBeVisible();
});

test('a part of the page that does not load is asked for again', async ({ page, muster }) => {
  await page.goto(`${muster.url}/contacts`);
  await page.route('**/split_admin.wasm', (route) => route.abort(), { times: 1 });
  await page.getByRole('link', { name: 'Administration' }).click();
  await expect(page.getByRole('alert').getByText('This part of the page did not load.')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
});
