// Objects and lists as HTTP answers, in the form that the client accepts.
#pragma once

#include <string>

#include "control-plane/client/api.h"
#include "control-plane/gateway/http_message.h"
#include "control-plane/gateway/negotiate.h"
#include "control-plane/gateway/table_view.h"

namespace podium {

// The includeObject parameter of a Table request.
RowObject row_object(const HttpRequest& request);

HttpResponse render_object(const Object& object, const Accepted& accepted, RowObject rows, TimePoint now);
HttpResponse render_list(const KindInfo& kind, const ApiResponse& list, const Accepted& accepted,
                         RowObject rows, TimePoint now);

// One object in that form, as text. `with_columns`: a Table carries its column definitions.
void render_text(const Object& object, const Accepted& accepted, RowObject rows, bool with_columns,
                 TimePoint now, std::string& out);

}  // namespace podium
