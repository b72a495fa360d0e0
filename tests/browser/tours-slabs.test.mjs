// tours-slabs.test.mjs - the tours of slabs, followed in the page.
import { follow } from './tourstops.mjs';

follow('slabs');
