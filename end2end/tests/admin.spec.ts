import { expect, expectAccessible, type Page, test } from './fixtures';
import * as files from './fixtures/files';
import { administrator } from './fixtures/muster';
import { addUser, signIn as signInAs } from './fixtures/users';

const dialog = (page: Page) => page.getByRole('dialog');

async function signIn(page: Page, name: string, password: string) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

test('a role is made, a user has it, and sees what it allows', async ({ page, muster }) => {
  await page.goto(`${muster.url}/contacts`);
  await page.getByRole('link', { name: 'Administration' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();

  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('button', { name: 'External Contacts Admin' }).click();
  await expect(dialog(page).getByText('The built-in role has every permission and cannot be changed.')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'New role' }).click();
  await dialog(page).getByLabel('Name', { exact: true }).fill('Seer');
  await dialog(page).getByRole('checkbox', { name: /externalContacts:contact:view$/ }).check();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /Seer/ })).toContainText('1');

  await page.getByRole('link', { name: 'Divisions' }).click();
  await page.getByRole('button', { name: 'New division' }).click();
  await dialog(page).getByLabel('Name').fill('North');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'North' })).toBeVisible();

  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('button', { name: 'New user' }).click();
  await dialog(page).getByLabel('Name').fill('bob');
  await dialog(page).getByLabel('Password').fill('short');
  await dialog(page).getByRole('button', { name: 'Create user' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('at least 10 characters');
  await dialog(page).getByLabel('Password').fill('correct horse 2');
  await dialog(page).getByLabel('Role', { exact: true }).selectOption('Seer');
  await dialog(page).getByLabel('Division').selectOption('North');
  await dialog(page).getByRole('button', { name: 'Add role' }).click();
  await expect(dialog(page).getByText('Seer in North')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Create user' }).click();
  await expect(dialog(page)).toBeHidden();
  await page.getByRole('button', { name: 'bob' }).click();
  await expect(dialog(page).getByText('Seer in North')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, 'bob', 'correct horse 2');
  await page.goto(`${muster.url}/contacts`);
  await expect(page.getByText('The directory is empty')).toBeVisible();
  const main = page.getByRole('navigation', { name: 'Main' });
  await expect(main.getByRole('link')).toHaveText(['Contacts']);
  await page.goto(`${muster.url}/admin/users`);
  await expect(page.getByText('You do not have the permission “directory:user:view”')).toBeVisible();
  await page.goto(`${muster.url}/import`);
  await expect(page.getByRole('heading', { level: 1, name: 'Not allowed' })).toBeVisible();
});

test('the last administrator stays', async ({ page, muster }) => {
  await page.goto(`${muster.url}/admin/users`);
  await page.getByRole('button', { name: administrator.name }).click();
  await dialog(page).getByRole('button', { name: 'Disable sign-in' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Nobody would be left who may do everything.');
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Delete for good?' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Nobody would be left who may do everything.');
});

test('an API client is made, and its secret is shown once and works', async ({ page, muster }) => {
  await page.goto(`${muster.url}/admin/clients`);
  await expect(page.getByText('No API clients')).toBeVisible();
  await page.getByRole('button', { name: 'New API client' }).click();
  await dialog(page).getByLabel('Name').fill('Robot');
  await dialog(page).getByLabel('Role', { exact: true }).selectOption('External Contacts Admin');
  await dialog(page).getByRole('button', { name: 'Create API client' }).click();
  const id = await dialog(page).getByLabel('Client ID', { exact: true }).inputValue();
  const secret = await dialog(page).getByLabel('Client secret', { exact: true }).inputValue();

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dialog(page).getByRole('button', { name: 'Copy: Client secret' }).click();
  await expect(page.getByRole('status', { name: 'News' })).toContainText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);

  const ask = (of: string) =>
    page.request.post(`${muster.url}/oauth/token`, {
      form: { grant_type: 'client_credentials' },
      headers: { authorization: `Basic ${Buffer.from(`${id}:${of}`).toString('base64')}` },
    });
  expect((await ask(secret)).status()).toBe(200);
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Robot' }).click();
  await expect(dialog(page).getByText('External Contacts Admin in All divisions')).toBeVisible();
  await expect(dialog(page).getByLabel('Client secret')).toHaveCount(0);
  await dialog(page).getByRole('button', { name: 'New secret' }).click();
  await expect(dialog(page).getByLabel('Client secret', { exact: true })).not.toHaveValue(secret);
  expect((await ask(secret)).status()).toBe(401);
});

test('a source is made, renamed, switched off and on, and stays while a profile uses it', async ({ page, muster, wizard }) => {
  await page.goto(`${muster.url}/admin/sources`);
  await expect(page.getByText('No external sources')).toBeVisible();
  await page.getByRole('button', { name: 'New source' }).click();
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await dialog(page).getByLabel('Source name').fill('CRM');
  await dialog(page).getByLabel('Link template').fill('https://crm.example/{{externalId.value}}');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /CRM/ })).toContainText('https://crm.example/{{externalId.value}}');

  await page.getByRole('button', { name: 'CRM' }).click();
  await dialog(page).getByLabel('Source name').fill('Old CRM');
  await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('row', { name: /Old CRM/ })).toContainText('Inactive');
  await wizard.open();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await expect(page.getByLabel('External source', { exact: true })).not.toContainText('Old CRM');
  await page.goto(`${muster.url}/admin/sources`);
  await page.getByRole('button', { name: 'Old CRM' }).click();
  await dialog(page).getByRole('button', { name: 'Activate' }).click();
  await expect(page.getByRole('row', { name: /Old CRM/ })).not.toContainText('Inactive');

  await wizard.importFile(files.contacts, 'Monthly');
  await page.goto(`${muster.url}/admin/sources`);
  for (const [name, answer] of [
    ['Source of Monthly', 'Something else still uses it.'],
    ['Old CRM', ''],
  ] as const) {
    await page.getByRole('button', { name }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByRole('button', { name: 'Delete for good?' }).click();
    if (answer) {
      await expect(dialog(page).getByRole('alert')).toContainText(answer);
      await dialog(page).getByRole('button', { name: 'Close' }).click();
    } else {
      await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0);
    }
  }
});

test('a profile is seen, renamed, opened in the import and deleted', async ({ page, muster, wizard }) => {
  await wizard.importFile(files.contacts, 'Monthly');
  await page.goto(`${muster.url}/admin/profiles`);
  await expect(page.getByRole('row', { name: /Monthly/ })).toContainText('Email, Phone');
  await page.getByRole('button', { name: 'Monthly' }).click();
  await expect(dialog(page)).toContainText('External ID, First Name');
  await dialog(page).getByLabel('Name').fill('Weekly');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Weekly' }).click();
  await dialog(page).getByRole('button', { name: 'Import with this profile' }).click();
  await wizard.choose(files.contacts);
  await wizard.toSettings();
  await expect(page.getByLabel('Profile name')).toHaveValue('Weekly');
  await expect(page.getByLabel('External source', { exact: true })).toContainText('Source of Monthly');

  await page.goto(`${muster.url}/admin/profiles`);
  await page.getByRole('button', { name: 'Weekly' }).click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await dialog(page).getByRole('button', { name: 'Delete for good?' }).click();
  await expect(page.getByText('No import profiles')).toBeVisible();
});

test('sources and profiles are shown to those who may see them, and changed by those who may', async ({ page, muster, wizard }) => {
  await wizard.importFile(files.contacts, 'Monthly');
  await addUser(page, muster, 'bob', ['externalSource:view', 'contact:view']);
  await page.context().clearCookies();
  await page.goto(`${muster.url}/contacts`);
  await signInAs(page, 'bob');
  await page.getByRole('link', { name: 'Administration' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'External sources' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import profiles' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'New source' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Source of Monthly' }).click();
  await expect(dialog(page).getByRole('button')).toHaveText(['']);
  await page.goto(`${muster.url}/admin/profiles`);
  await expect(page.getByRole('main')).toContainText('importSettings:view');
});

for (const [scheme, language, width] of [
  ['light', 'en', 1280],
  ['dark', 'zh-CN', 360],
] as const) {
  test(`axe finds nothing in the administration, ${scheme}, ${language}, ${width} wide`, async ({ page, muster }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${muster.url}/admin/users`);
    await page.locator('#language').selectOption(language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const section of ['users', 'roles', 'clients', 'divisions', 'sources', 'profiles']) {
      await page.goto(`${muster.url}/admin/${section}`);
      await expect(page.locator('.table, .empty')).toBeVisible();
      await expectAccessible(page);
      // A profile is made with an import.
      if (section === 'profiles') continue;
      await page.locator('.admin-new button').click();
      await expect(page.locator('dialog button[type=submit]')).toBeVisible();
      await expect(page.locator('dialog .loading')).toHaveCount(0);
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    }
  });
}
