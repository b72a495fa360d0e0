// SPDX-License-Identifier: GPL-2.0-or-later
/* GET /api/source/FUNCTION: a function of the model as it stands in the user's kernel tree. */
#include <cjson/cJSON.h>
#include <string.h>

#include "alloc/trace.h"
#include "web/http_request.h"

static cJSON *source_json(const struct kernel_tree *tree, uint32_t id, const struct source *source)
{
    const struct function_info *function = &function_table[id];
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "function", function->name);
    cJSON_AddStringToObject(json, "file", function->file);
    cJSON_AddStringToObject(json, "state", source_state_names[source->state]);
    if (tree->version[0])
        cJSON_AddStringToObject(json, "version", tree->version);
    if (source->state == SOURCE_FOUND) {
        cJSON_AddNumberToObject(json, "first", source->first);
        cJSON_AddNumberToObject(json, "line", source->line);
        cJSON_AddStringToObject(json, "text", (const char *)source->text.data);
    }
    return json;
}

/* That there is no tree is an answer, not an error: the page asks before it knows. */
enum MHD_Result route_source(struct http_request *r)
{
    const struct kernel_tree *tree = &r->server->tree;
    uint32_t id;
    if (!request_is_get(r))
        return request_refuse_method(r, "GET, HEAD");
    if (!function_by_name(r->path.function, &id))
        return request_refuse_with(r, "gone", "function", -1, "the model has no such function");
    struct source source = kernel_tree_source(tree, id);
    bytes_add(&source.text, "", 1);
    cJSON *json = source_json(tree, id, &source);
    char *text = cJSON_PrintUnformatted(json);
    struct reply reply = { .status = 200, .type = "application/json" };
    bytes_add(&reply.body, text, strlen(text));
    enum MHD_Result result = request_reply(r, &reply, NULL);
    cJSON_free(text);
    cJSON_Delete(json);
    bytes_free(&reply.body);
    bytes_free(&source.text);
    return result;
}
